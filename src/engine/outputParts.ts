/** The outputs of one look in several, where they would not fit into a page's memory together. */
import { type Network, sizeOf } from '../network/layers.ts';

const MOST_BYTES = 96 * 2 ** 20;

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
