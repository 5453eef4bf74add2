/**
 * What a run was trained on, as bits. Data sets that come with the page are told by the experiment's id alone; others are
 * written out once a link, without their images, so that whoever opens it knows what the curves are of.
 */
import { BUILT_IN } from '../spec/dataSets.ts';
import { type DataSpec, isSameData, SPLITS } from '../spec/dataSpec.ts';
import type { Experiment } from '../spec/experiment.ts';
import { readDataSpec } from '../spec/readDataSpec.ts';
import { specOf, type UsedData } from '../spec/usedData.ts';
import { type BitReader, type BitWriter, said, Unreadable } from './bits.ts';

/** What the bits mean: the specs that were written so far come after these. */
const COMES_WITH_THE_PAGE = 0;
const NOT_KNOWN = 1;
const FIRST_WRITTEN = 2;

const MOST_CLASSES = 1000;
const WHY_CHARACTERS = 200;

interface OnData {
  readonly experiment: Experiment;
  readonly data?: UsedData;
}

/** Before a link said what its runs were trained on, these were all that there were. */
export const builtIn = (id: string): DataSpec | undefined => BUILT_IN.find((spec) => spec.id === id);

/** What is known of a run's data once its bits are written or read. */
export interface InLink {
  readonly spec: DataSpec | undefined;
  /** Specs that the link has by now. */
  readonly written: readonly DataSpec[];
}

export function writeData(bits: BitWriter, run: OnData, written: readonly DataSpec[]): InLink {
  bits.text(run.data?.why ?? '', WHY_CHARACTERS);
  const spec = specOf(run);
  const known = builtIn(run.experiment.data);
  if (!spec) bits.whole(NOT_KNOWN);
  else if (known && isSameData(known, spec)) bits.whole(COMES_WITH_THE_PAGE);
  else {
    const index = written.findIndex((other) => isSameData(other, spec));
    bits.whole(FIRST_WRITTEN + (index < 0 ? written.length : index));
    if (index < 0) {
      writeSpec(bits, spec);
      return { spec, written: [...written, spec] };
    }
  }
  return { spec, written };
}

/** @throws Unreadable */
export function readData(
  bits: BitReader,
  experiment: Experiment,
  written: readonly DataSpec[],
): InLink & { readonly data: UsedData | undefined } {
  const why = said(bits);
  const code = bits.wholeUpTo(FIRST_WRITTEN + written.length, 'data sets');
  if (code === NOT_KNOWN) return { spec: undefined, data: undefined, written };
  if (code === COMES_WITH_THE_PAGE) {
    const spec = builtIn(experiment.data);
    if (!spec) throw new Unreadable(`the data set '${experiment.data}' does not come with the page`);
    return { spec, data: why === '' ? undefined : { spec, why }, written };
  }
  const spec = written[code - FIRST_WRITTEN] ?? readSpec(bits);
  const all = written.includes(spec) ? written : [...written, spec];
  return { spec, data: { spec, ...(why !== '' && { why }) }, written: all };
}

function writeSpec(bits: BitWriter, { id, name, sha256, shape, classes, counts }: DataSpec): void {
  for (const text of [id, name, sha256]) bits.text(text);
  for (const size of shape) bits.whole(size);
  bits.whole(classes.length);
  for (const each of classes) bits.text(each);
  for (const split of SPLITS) bits.whole(counts[split]);
}

function readSpec(bits: BitReader): DataSpec {
  const [id, name, sha256] = [bits.text(), bits.text(), bits.text()];
  const shape = [bits.whole(), bits.whole(), bits.whole()];
  const classes = Array.from({ length: bits.wholeUpTo(MOST_CLASSES, 'classes') }, () => bits.text());
  const [train, validation, test] = [bits.whole(), bits.whole(), bits.whole()];
  const read = readDataSpec({ id, name, sha256, shape, classes, counts: { train, validation, test } });
  if ('problem' in read) throw new Unreadable(`a data set cannot be read (${read.problem})`);
  return read.spec;
}
