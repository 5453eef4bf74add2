/** Lesson 3: groups of channels, and what a layer makes of the number asked for. */
import { useState } from 'react';
import { FIELDS } from '../../../../spec/fields.ts';
import { NETWORK_NAMES, NETWORKS } from '../../../../spec/networks/networks.ts';
import { Choice } from '../Choice.tsx';
import { Equation, Lesson, Reading } from '../Lesson.tsx';
import { PaperLink } from '../PaperLink.tsx';
import { Slider } from '../Slider.tsx';
import { describeAll, describeGroups, type LayerGroups, layerGroups, remarkOn } from './layerGroups.ts';

export const Groups = () => (
  <Lesson label="Groups of each layer" figure={<Figure />}>
    <p>
      Group norm (<PaperLink paper="group" />) divides an image's channels into <i>G</i> groups of neighbours,
      each with a mean and variance of its own. One group is layer norm, a channel a group is instance norm. A
      set has
    </p>
    <Equation tex="n=H\cdot W\cdot\frac{C}{G}" />
    <p>
      values, however large the minibatch. Groups have to be equal, so a layer uses the largest divisor of its
      channels that is not above what you ask for. Dense layers have <i>H</i> = <i>W</i> = 1: with two units a
      group they are back at ±1, with one a group nothing is left.
    </p>
  </Lesson>
);

const OPTIONS = NETWORKS.map((value) => ({ value, name: NETWORK_NAMES[value] ?? value }));
const MOST = 128;

function Figure() {
  const [network, setNetwork] = useState('reference-cnn');
  const [asked, setAsked] = useState(FIELDS.groups.default);
  const layers = layerGroups(network, asked);
  return (
    <>
      <Choice label="Network" options={OPTIONS} value={network} onChange={setNetwork} />
      <Slider
        label="Groups asked for"
        min={1}
        max={MOST}
        value={asked}
        words={String(asked)}
        onChange={setAsked}
      />
      <ul className="channel-bars">
        {layers.map((layer) => (
          <ChannelBars key={layer.layer} layer={layer} />
        ))}
      </ul>
      <Reading>{describeAll(layers, asked)}</Reading>
    </>
  );
}

/** The bar's own units. */
const WIDTH = 1000;
const HEIGHT = 100;
/** Between groups, and between the channels of one. */
const GAPS = { group: 7, channel: 1.5 };
/** Of more, cells would be narrower than a pixel: groups are drawn whole. */
const MOST_CELLS = 128;

function ChannelBars({ layer }: { readonly layer: LayerGroups }) {
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
