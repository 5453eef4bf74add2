import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { usualPacking } from '../../../import/describe.ts';
import type { Reading } from '../../../import/sample.ts';
import type { Survey } from '../../../import/survey.ts';
import { PackingFields } from './PackingFields.tsx';

const survey: Survey = {
  images: 2,
  classes: ['0', '1'].map((label) => ({ label, name: label, count: 1, pictures: [] })),
  given: { train: 2, validation: 0, test: 0 },
  sizes: [{ width: 32, height: 32, count: 2 }],
  colour: true,
  skipped: [],
  offers: new Map([['channelsFirst', true]]),
  warnings: [],
};

const html = (reading: Reading, given = survey.given): string => {
  const on = { onName: () => {}, onPacking: () => {}, onReading: () => {} };
  const packing = usualPacking(survey);
  return renderToStaticMarkup(
    <PackingFields {...{ survey: { ...survey, given }, name: '', packing, reading, ...on }} />,
  );
};

it('offers what the files leave open, as they are read until the visitor chooses', () => {
  expect(html({})).toMatch(/type="checkbox" checked=""\/>(<[^>]+>)?Channels first/);
  expect(html({ channelsFirst: false })).toMatch(/type="checkbox"\/>(<[^>]+>)?Channels first/);
  expect(html({})).not.toContain('superclasses');
});

it('says how many images are drawn for each split that the files do not have', () => {
  expect(html({})).toContain(
    'One image in seven of each class is drawn for validation, and one in seven for testing.',
  );
  const given = { train: 2, validation: 0, test: 1 };
  expect(html({}, given)).toContain('One image in seven of each class is drawn for validation.');
});
