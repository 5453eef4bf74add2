/** All styles keep to the scales and the widths of theme.css, and style only what is there. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const FOLDER = 'src/ui/styles';
const FILES = readdirSync(FOLDER).filter((file) => file.endsWith('.css') && file !== 'index.css');
const textOf = (file: string): string =>
  readFileSync(`${FOLDER}/${file}`, 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '');

/** Every 'property: value' of a file that is no custom property. */
const declarations = (file: string): { readonly property: string; readonly value: string }[] =>
  [...textOf(file).matchAll(/(?<=[{;]\s*)([a-z-]+):\s*([^;{}]+);/g)].flatMap(([, property, value]) =>
    property && value && !property.startsWith('--')
      ? [{ property, value: value.replaceAll(/\s+/g, ' ') }]
      : [],
  );

const offenders = (wrong: (property: string, value: string) => boolean): string[] =>
  FILES.flatMap((file) =>
    declarations(file)
      .filter(({ property, value }) => wrong(property, value))
      .map(({ property, value }) => `${file}: ${property}: ${value}`),
  );

it('has at most seven type sizes and eight gaps', () => {
  const theme = textOf('theme.css');
  expect([...theme.matchAll(/--text-\d+: [\d.]+px/g)]).toHaveLength(7);
  expect([...theme.matchAll(/--gap-\d+: [\d.]+px/g)]).toHaveLength(8);
  expect(FILES.length).toBeGreaterThan(10);
});

it('takes every type size from the scale', () => {
  // Of formulas, relative to the text that they stand in.
  const allowed = /^(var\(--text-[1-7]\)|inherit|1\.08em)$/;
  expect(
    offenders(
      (property, value) =>
        (property === 'font-size' && !allowed.test(value)) ||
        (property === 'font' && value !== 'inherit' && !/^var\(--text-[1-7]\) /.test(value)),
    ),
  ).toEqual([]);
});

it('takes every gap, padding and margin from the scale', () => {
  expect(
    offenders((property, value) => {
      if (!/^((row|column)-)?gap$|^(padding|margin)(-|$)/.test(property)) return false;
      // Hairlines overlap by their own width; a share of the window is no gap.
      const literal = value.replaceAll(/(?<![\d.])-1px|calc\(50vw - \d+px\)/g, '');
      return /\d(px|r?em|ch)/.test(literal);
    }),
  ).toEqual([]);
});

it('changes at the five widths that theme.css names', () => {
  const named = ['480', '600', '760', '900', '1600'];
  const comment = readFileSync(`${FOLDER}/theme.css`, 'utf8').split(':root')[0] ?? '';
  for (const width of named) expect(comment).toContain(width);
  const used = FILES.flatMap((file) =>
    [...textOf(file).matchAll(/@(?:media|container)[^{]*/g)].flatMap(
      ([query]) => query.match(/\d+(?=px)/g) ?? [],
    ),
  );
  expect([...new Set(used)].filter((width) => !named.includes(width))).toEqual([]);
});

/** Written by KaTeX. */
const OF_OTHERS = ['katex-display'];

it('has no rule for a class that no source names', () => {
  const sources = readdirSync('src/ui', { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?<!\.test)\.tsx?$/.test(file))
    .map((file) => readFileSync(`src/ui/${file}`, 'utf8'))
    .join('\n');
  const words = new Set(
    [...sources.matchAll(/(["'`])((?:(?!\1)[^\n])*)\1/g)].flatMap(
      ([, , text]) => text?.split(/[^\w-]+/) ?? [],
    ),
  );
  const dead = FILES.flatMap((file) => {
    const selectors = [...textOf(file).matchAll(/(?:^|[{};])([^{};@]+)(?=\{)/g)].map(
      ([, selector]) => selector,
    );
    const classes = selectors.flatMap((selector) => selector?.match(/(?<=\.)[a-zA-Z][\w-]*/g) ?? []);
    return [...new Set(classes)]
      .filter((name) => !words.has(name) && !OF_OTHERS.includes(name))
      .map((name) => `${file}: .${name}`);
  });
  expect(dead).toEqual([]);
});
