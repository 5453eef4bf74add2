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

const html = (reading: Reading): string => {
  const on = { onName: () => {}, onPacking: () => {}, onReading: () => {} };
  const packing = usualPacking(survey);
  return renderToStaticMarkup(<PackingFields {...{ survey, name: '', packing, reading, ...on }} />);
};

it('offers what the files leave open, as they are read until the visitor chooses', () => {
  expect(html({})).toMatch(/type="checkbox" checked=""\/>(<[^>]+>)?Channels first/);
  expect(html({ channelsFirst: false })).toMatch(/type="checkbox"\/>(<[^>]+>)?Channels first/);
  expect(html({})).not.toContain('superclasses');
});
