/** A network's layers as a reader sees them: one after another, and the two branches of a sum side by side. */
import { INPUT, type Layer } from './layers.ts';

export type Segment =
  | { readonly kind: 'layer'; readonly layer: Layer }
  /** Both branches read what comes before; `shortcut` may have no layers. */
  | {
      readonly kind: 'sum';
      readonly main: readonly Layer[];
      readonly shortcut: readonly Layer[];
      readonly layer: Layer;
    };

/** @throws where a sum is of anything but two branches that lie next to each other */
export function segmentsOf(layers: readonly Layer[]): Segment[] {
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  /** Layers that lead to a value, the last first. */
  const leadingTo = (value: string): Layer[] => {
    const layer = byName.get(value);
    return layer ? [layer, ...leadingTo(layer.reads[0])] : [];
  };
  const segments: Segment[] = [];
  for (const layer of layers) {
    if (layer.kind !== 'add') {
      segments.push({ kind: 'layer', layer });
      continue;
    }
    const [main, shortcut] = layer.reads.map(leadingTo);
    const trunk = new Set([...(main ?? []).map(({ name }) => name), INPUT]);
    const before = (way: readonly Layer[] = []): Layer[] =>
      way.slice(0, way.findIndex(({ reads: [value] }) => value === fork) + 1).reverse();
    const fork = [...(shortcut ?? []).map(({ name }) => name), INPUT].find((value) => trunk.has(value));
    const branches = { main: before(main), shortcut: fork === layer.reads[1] ? [] : before(shortcut) };
    const inside = [...branches.main, ...branches.shortcut];
    const last = segments.splice(segments.length - inside.length);
    if (last.some((segment, i) => segment.kind !== 'layer' || segment.layer !== inside[i]))
      throw new Error(`${layer.name} sums branches that lie apart`);
    segments.push({ kind: 'sum', ...branches, layer });
  }
  return segments;
}
