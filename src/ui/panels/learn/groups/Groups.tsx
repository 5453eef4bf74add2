/** Lesson 3: groups of channels, and what a layer makes of the number asked for. */
import { useState } from 'react';
import type { NetworkName } from '../../../../spec/experiment.ts';
import { FIELDS } from '../../../../spec/fields.ts';
import { Choice } from '../Choice.tsx';
import { Equation } from '../Equation.tsx';
import { Lesson, Reading } from '../Lesson.tsx';
import { PaperLink } from '../PaperLink.tsx';
import { Slider } from '../Slider.tsx';
import { ChannelBars } from './ChannelBars.tsx';
import { describeAll, layerGroups } from './layerGroups.ts';

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

const NETWORKS = FIELDS.network.values.map((value) => ({ value, name: FIELDS.network.names[value] }));
const MOST = 128;

function Figure() {
  const [network, setNetwork] = useState<NetworkName>('reference-cnn');
  const [asked, setAsked] = useState(FIELDS.groups.default);
  const layers = layerGroups(network, asked);
  return (
    <>
      <Choice label="Network" options={NETWORKS} value={network} onChange={setNetwork} />
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
