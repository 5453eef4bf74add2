/** Who reads which value of a network. */
import { INPUT, type Layer } from './layers.ts';

/** Layers by the value that they read; one that reads a value twice is there twice. */
export function readersOf(layers: readonly Layer[]): Map<string, Layer[]> {
  const readers = new Map<string, Layer[]>();
  for (const layer of layers)
    for (const value of layer.reads) readers.set(value, [...(readers.get(value) ?? []), layer]);
  return readers;
}

/** Whether each layer reads what the one before it gives, and nothing else. */
export const isChain = (layers: readonly Layer[]): boolean =>
  layers.every(({ reads }, i) => reads.length === 1 && reads[0] === (layers[i - 1]?.name ?? INPUT));

/**
 * The ReLUs that can be part of the layer before them, by that layer's name: nobody else reads its output.
 * @param kinds of layers whose kernels can end in a ReLU
 * @param apart names of layers whose outputs are wanted as they are
 */
export function joinedRelus(
  layers: readonly Layer[],
  kinds: readonly Layer['kind'][],
  apart: ReadonlySet<string> = new Set(),
): Map<string, string> {
  const readers = readersOf(layers);
  return new Map(
    layers.flatMap(({ kind, name }) => {
      const [reader, ...others] = readers.get(name) ?? [];
      const joins =
        reader?.kind === 'relu' && others.length === 0 && kinds.includes(kind) && !apart.has(name);
      return joins ? [[name, reader.name] as const] : [];
    }),
  );
}

/** Values that depend on a trained parameter. */
export function trainedValues(layers: readonly Layer[]): Set<string> {
  const trained = new Set<string>();
  for (const { kind, name, reads } of layers)
    if (kind === 'conv2d' || kind === 'dense' || kind === 'norm' || reads.some((value) => trained.has(value)))
      trained.add(name);
  return trained;
}
