/** A layer's channels as cells of one bar, with a gap between groups, which take turns in colour. */
import { describeGroups, type LayerGroups, remarkOn } from './layerGroups.ts';

/** The bar's own units. */
const WIDTH = 1000;
const HEIGHT = 100;
/** Between groups, and between the channels of one. */
const GAPS = { group: 7, channel: 1.5 };
/** Of more, cells would be narrower than a pixel: groups are drawn whole. */
const MOST_CELLS = 128;

export function ChannelBars({ layer }: { readonly layer: LayerGroups }) {
  const { channels, groups } = layer;
  const remark = remarkOn(layer);
  const cells = channels > MOST_CELLS ? groups : channels;
  const perGroup = cells / groups;
  const width = WIDTH / cells;
  const isLast = (cell: number): boolean => (cell + 1) % perGroup === 0;
  return (
    <li>
      <span className="layer-name">{layer.layer}</span>
      <span className="layer-groups">
        {describeGroups(layer)}
        {remark && <b> · {remark}</b>}
      </span>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        {[...Array(cells).keys()].map((cell) => (
          <rect
            key={cell}
            x={cell * width}
            width={width - Math.min(width / 2, isLast(cell) ? GAPS.group : GAPS.channel)}
            height={HEIGHT}
            className={Math.floor(cell / perGroup) % 2 === 0 ? 'even' : 'odd'}
          />
        ))}
      </svg>
    </li>
  );
}
