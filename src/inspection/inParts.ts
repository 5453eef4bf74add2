/** One look in several calls, where the outputs asked for would not fit into a page's memory together. */
import type { Inspection, InspectRequest } from '../engine/engine.ts';
import { type Network, sizeOf } from '../network/layers.ts';
import type { Amount, Answering, Subject } from './subject.ts';

const MOST_BYTES = 96 * 2 ** 20;

const countOf = ({ images }: InspectRequest): number =>
  'rows' in images ? images.rows.length : images.labels.length;

/** The names in as many parts as keep each below `mostBytes`, or of one name. @param count images */
export function partsOf(
  { layers }: Network,
  names: readonly string[],
  count: number,
  mostBytes = MOST_BYTES,
): string[][] {
  const parts: string[][] = [[]];
  let bytes = 0;
  for (const name of names) {
    const layer = layers.find((each) => each.name === name);
    const size = 4 * count * sizeOf(layer?.output ?? []);
    if (bytes > 0 && bytes + size > mostBytes) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(name);
    bytes += size;
  }
  return parts;
}

/**
 * As `inspect`, but hands each output to `use` and keeps none. Each call and each output is a piece of its own.
 * @param amount how far the answer is meanwhile
 * @returns logits and gradients
 */
export async function* inspectInParts(
  { network, trainer }: Pick<Subject, 'network' | 'trainer'>,
  request: InspectRequest,
  use: (name: string, output: Float32Array) => void,
  amount: Amount,
): Answering<Pick<Inspection, 'logits' | 'gradients'>> {
  let whole: Inspection | undefined;
  for (const outputs of partsOf(network, request.outputs, countOf(request))) {
    const gradients = request.gradients && whole === undefined;
    const part = await trainer.inspect({ ...request, outputs, gradients });
    for (const name of outputs) {
      yield amount;
      const output = part.outputs.get(name);
      if (!output) throw new Error(`The engine left out the output of ${name}.`);
      use(name, output);
    }
    whole ??= { ...part, outputs: new Map() };
    yield amount;
  }
  if (!whole) throw new Error('nothing was asked for');
  return whole;
}
