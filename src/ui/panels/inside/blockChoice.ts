/** Which block of a network a view shows: convolution or dense layer, with the norm that belongs to it. */
import { type Block, findBlock } from '../../../inspection/blocks.ts';

/** As `findBlock`; no name stands for no block. */
export const blockNamed = (blocks: readonly Block[], name: string | undefined): Block | undefined =>
  name === undefined ? undefined : findBlock(blocks, name);

/** Blocks of all networks by the name of their convolution or dense layer, each name once. */
export function namedBlocks(networks: readonly (readonly Block[])[]): Block[] {
  return [
    ...new Map(networks.flatMap((blocks) => blocks.map((block) => [block.layer.name, block]))).values(),
  ];
}

/** The block that the visitor chose, if it is on offer; else the last one that has a norm. */
export function chosenBlock(offered: readonly Block[], wanted: string | undefined): Block | undefined {
  return blockNamed(offered, wanted) ?? offered.findLast(({ norm }) => norm) ?? offered.at(-1);
}

/** 'conv1 · 8 channels', 'dense1 · 64 units' */
export function blockLabel({ layer }: Block): string {
  const channels = layer.output.at(-1) ?? 1;
  return `${layer.name} · ${channels} ${layer.kind === 'dense' ? 'units' : 'channels'}`;
}
