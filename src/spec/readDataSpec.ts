/** Reads a data set's description from a record, a file or a link: anything may come in. */
import { dataSpec } from './dataSets.ts';
import { DATA_ID, type DataSpec, isSameData, LIMITS, SPLITS } from './dataSpec.ts';
import { grouped } from './numbers.ts';
import { cutText, oneLine } from './text.ts';
import type { UsedData } from './usedData.ts';

export type ReadSpec = { readonly spec: DataSpec } | { readonly problem: string };

/** Of a class: names were kept whole before they had a limit. */
const MOST_OF_NAME = 1000;

/** @returns what it describes, or the first thing that is wrong: 'classes: 1 is not from 2 to 200 names' */
export function readDataSpec(input: unknown): ReadSpec {
  if (!isRecord(input)) return wrong('data', input, 'the description of a data set');
  const { id, name, sha256, shape, classes, counts } = input;
  if (typeof id !== 'string' || !DATA_ID.test(id)) return wrong('id', id, 'letters, digits, dots and dashes');
  if (!isText(name)) return wrong('name', name, `a text of at most ${LIMITS.name} characters`);
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256))
    return wrong('sha256', sha256, 'a SHA-256 sum');
  if (!Array.isArray(shape)) return wrong('shape', shape, 'height, width and channels');
  const [height, width, channels] = shape;
  if (!isCount(height, 1, LIMITS.side) || !isCount(width, 1, LIMITS.side)) {
    return wrong('shape', shape.map(shown).join(' × '), `height and width from 1 to ${LIMITS.side}`);
  }
  if (shape.length !== 3 || (channels !== 1 && channels !== LIMITS.channels)) {
    return wrong('shape', shape.map(shown).join(' × '), `height, width and 1 or ${LIMITS.channels} channels`);
  }
  if (!Array.isArray(classes) || classes.length < 2 || classes.length > LIMITS.classes) {
    const found = Array.isArray(classes) ? classes.length : classes;
    return wrong('classes', found, `from 2 to ${LIMITS.classes} names`);
  }
  if (!classes.every((each) => isText(each, MOST_OF_NAME)))
    return wrong('classes', 'one of them', `a text of at most ${MOST_OF_NAME} characters`);
  if (!isRecord(counts)) return wrong('counts', counts, 'the images of each split');
  const { train, validation, test } = counts;
  if (
    !isCount(train, 1, LIMITS.images) ||
    !isCount(validation, 1, LIMITS.images) ||
    !isCount(test, 1, LIMITS.images)
  ) {
    const bad = SPLITS.find((split) => !isCount(counts[split], 1, LIMITS.images)) ?? '';
    return wrong(`counts.${bad}`, counts[bad], `a number of images from 1 to ${grouped(LIMITS.images)}`);
  }
  const spec: DataSpec = {
    ...{ id, name: oneLine(name), sha256 },
    shape: [height, width, channels],
    classes: classes.map((each) => cutText(oneLine(each), LIMITS.name)),
    counts: { train, validation, test },
  };
  const known = dataSpec(id);
  return { spec: known && isSameData(known, spec) ? known : spec };
}

/** As `readDataSpec`, with the reason why it is not what was asked for. */
export function readUsedData(input: unknown): UsedData | { readonly problem: string } {
  if (!isRecord(input)) return wrong('data', input, 'what a run was trained on');
  const read = readDataSpec(input.spec);
  if ('problem' in read) return read;
  const { why } = input;
  return { spec: read.spec, ...(typeof why === 'string' && { why: cutText(oneLine(why), 1000) }) };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const isText = (value: unknown, most: number = LIMITS.name): value is string =>
  typeof value === 'string' && value.length <= most;

const isCount = (value: unknown, min: number, max: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;

function wrong(path: string, found: unknown, expected: string): { readonly problem: string } {
  return { problem: `${path}: ${shown(found).slice(0, 40)} is not ${expected}` };
}

/** An object from outside may have a toString of its own. */
const shown = (found: unknown): string =>
  found === undefined ? 'nothing' : isRecord(found) ? 'an object' : String(found);
