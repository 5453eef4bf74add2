import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** What only descriptions of data sets may know: their numbers, under whatever name. */
const BAKED = /(?<![\w.#])(784|50_000|28 \* 28|Math\.LN10|Math\.log\(10\))(?![\w.])/;
const ALLOWED: readonly string[] = [
  'src/spec/dataSets.ts',
  // Of values in a histogram.
  'src/inspection/snapshot.ts',
];

const sources = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .map((file) => `${folder}/${file}`);

it('are the only place that knows the sizes of Fashion-MNIST', () => {
  const found = sources('src')
    .filter((file) => !file.startsWith('src/testing/') && !ALLOWED.includes(file))
    .flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .map((line) => line.replace(/\/\*.*?\*\/|\/\/.*| \* .*/g, ''))
        .filter((line) => BAKED.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );
  expect(found).toEqual([]);
});
