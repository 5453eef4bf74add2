/** Lesson 1: a norm is a way to cut the block of values into sets. */
import { useMemo, useState } from 'react';
import {
  NORM_DESCRIPTIONS,
  NORM_KINDS,
  type NormKind,
  normHas,
  normNamed,
  normWords,
} from '../../../../spec/norms/norms.ts';
import { Choice } from '../Choice.tsx';
import { Equation, Lesson, Reading } from '../Lesson.tsx';
import { PaperLink } from '../PaperLink.tsx';
import { Slider } from '../Slider.tsx';
import { describeSet, drawnSets, EXTENT, type Place } from './setWords.ts';
import { ValueGrid } from './ValueGrid.tsx';

export const SharedMean = () => (
  <Lesson label="Values that share a mean" figure={<Figure />}>
    <p>
      A convolution gives a block of <i>N</i> images × <i>H</i> rows × <i>W</i> columns × <i>C</i> channels. A
      norm cuts it into sets, takes each set's mean <i>μ</i> and variance <i>σ</i>², and makes of every value{' '}
      <i>x</i>:
    </p>
    <Equation tex="\hat{x}=\frac{x-\mu}{\sqrt{\sigma^2+\varepsilon}}\qquad y=\gamma\,\hat{x}+\beta" />
    <p>
      <i>γ</i> and <i>β</i> are learned, a pair a channel, so that the network can undo it. Batch norm (
      <PaperLink paper="batch" />) averages over images: what becomes of one depends on its companions. Batch
      renorm (<PaperLink paper="renorm" />) has the same sets, and lets moving averages correct them.
      Batch-channel norm (<PaperLink paper="estimated" />) is batch norm and then group norm of the result.
      Layer (
      <PaperLink paper="layer" />
      ), instance (<PaperLink paper="instance" />) and group norm (<PaperLink paper="group" />) stay within an
      image and do not care about the batch size.
    </p>
    <p>
      RMS (<PaperLink paper="rms" />) and filter response norm (<PaperLink paper="filterResponse" />) take no
      mean off, channel norm (<PaperLink paper="channel" />) takes each pixel by itself, and dynamic tanh (
      <PaperLink paper="tanh" />) no statistics at all.
    </p>
    <p>Choose a norm, then point at a value, or walk with the arrow keys.</p>
  </Lesson>
);

/** The norms that it is made of, where there are several. */
const stageKinds = (norm: NormKind): NormKind[] =>
  (normNamed(norm).stages ?? []).flatMap(({ kind }) => NORM_KINDS.filter((name) => name === kind));

/** In the order of their publication. */
const DRAWN = NORM_DESCRIPTIONS.toSorted((a, b) => a.year - b.year).map(({ name, words }) => ({
  value: name,
  name: words.plain.replace(/ norm$/, ''),
}));

function Figure() {
  const [norm, setNorm] = useState<NormKind>('batch');
  const [groups, setGroups] = useState(2);
  const [chosen, setChosen] = useState<Place>({ n: 0, h: 1, w: 2, c: 1 });
  const [pointed, setPointed] = useState<Place>();
  const [stage, setStage] = useState<NormKind>('batch');
  const stages = stageKinds(norm);
  const shown = stages.find((kind) => kind === stage) ?? stages[0] ?? norm;
  const drawn = useMemo(() => drawnSets(shown, groups), [shown, groups]);
  const grouped = normHas(shown, 'groups');
  return (
    <>
      <Choice label="Norm" options={DRAWN} value={norm} onChange={setNorm} />
      {stages.length > 1 && (
        <Choice
          label="Of its two, one after the other"
          options={stages.map((kind) => ({ value: kind, name: normWords(kind).full }))}
          value={shown}
          onChange={setStage}
        />
      )}
      {grouped && (
        <Slider
          label="Groups"
          min={1}
          max={EXTENT.channels}
          value={groups}
          words={
            drawn.norm.groups !== undefined && drawn.norm.groups !== groups
              ? `${groups}, used ${drawn.norm.groups}`
              : String(groups)
          }
          onChange={setGroups}
        />
      )}
      <p className="remark">{normNamed(norm).words.explanation}</p>
      <ValueGrid drawn={drawn} chosen={chosen} pointed={pointed} onChoose={setChosen} onPoint={setPointed} />
      <Reading>{describeSet(drawn, pointed ?? chosen)}</Reading>
    </>
  );
}
