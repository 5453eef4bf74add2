/** A layer's channels as one bar, cut into its groups. */
import { describeGroups, type LayerGroups, remarkOn } from './layerGroups.ts';

/** Groups narrower than this, in thousandths of the bar, have no gap between them. */
const GAP = 2;
const WIDTH = 1000;
const HEIGHT = 100;

export function ChannelBars({ layer }: { readonly layer: LayerGroups }) {
  const { groups } = layer;
  const remark = remarkOn(layer);
  const width = WIDTH / groups;
  return (
    <li>
      <span className="layer-name">{layer.layer}</span>
      <span>
        {describeGroups(layer)}
        {remark && <b> · {remark}</b>}
      </span>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        {[...Array(groups).keys()].map((group) => (
          <rect
            key={group}
            x={group * width}
            width={Math.max(1, width - GAP)}
            height={HEIGHT}
            className={group % 2 === 0 ? 'even' : 'odd'}
          />
        ))}
      </svg>
    </li>
  );
}
