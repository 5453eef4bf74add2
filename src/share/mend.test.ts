import { describe, expect, it } from 'vitest';
import { DEFAULT_MATRIX } from '../spec/matrix.ts';
import { BATCH_2, PRESETS } from '../spec/presets.ts';
import { noisyRun } from '../testing/noisyRun.ts';
import { decodeFragment, encodeLink } from './link.ts';
import { decodeResults, encodeResults } from './results.ts';

const RESULTS = encodeResults(BATCH_2.comparison.map((experiment) => noisyRun(experiment))).text;
const LINKS = [
  ...PRESETS.map(({ comparison }) => encodeLink(comparison, DEFAULT_MATRIX)),
  encodeLink(BATCH_2.comparison, DEFAULT_MATRIX, { tab: 'matrix' }),
  encodeLink(BATCH_2.comparison, DEFAULT_MATRIX, { results: RESULTS }),
];
/** As the address bar has it: a browser escapes some characters, and all that are not ASCII. */
const inAddress = (fragment: string): string => new URL(`http://localhost/#${fragment}`).hash.slice(1);

describe('a link that went through other programs', () => {
  it.each([
    ['the end of a sentence', (link: string) => `${link}.`],
    ['brackets and a stop', (link: string) => `${link}).`],
    ['Markdown', (link: string) => `${link})**`],
    ['quotes', (link: string) => `${link}”`],
    ['quotes in French', (link: string) => `${link}\u00a0».`],
    ['angle brackets', (link: string) => `${link}>,`],
    ['an ellipsis and a blank that is none', (link: string) => `${link}…\u200b`],
    ['HTML', (link: string) => link.replaceAll('&', '&amp;')],
    ['HTML twice', (link: string) => link.replaceAll('&', '&amp;amp;')],
    ['escapes of all', (link: string) => encodeURIComponent(link)],
    ['escapes twice', (link: string) => encodeURIComponent(encodeURIComponent(link))],
    ['escapes of some', (link: string) => link.replaceAll('&', '%26').replaceAll(':', '%3A')],
    ['a second #', (link: string) => `%23${link}`],
  ])('reads as it was: %s', (_, change) => {
    for (const link of LINKS) expect(decodeFragment(inAddress(change(link)))).toEqual(decodeFragment(link));
  });

  it('of which nothing is left but punctuation is refused in no time', () => {
    for (const made of ['.', '%2e', '&', ')*'].map((part) => `v=1&norm=${part.repeat(100_000)}a`))
      expect(decodeFragment(made)?.problems).toMatchObject([{ path: 'link' }]);
  }, 2000);

  it('keeps its curves, also where mail broke them into lines', () => {
    const link = LINKS.at(-1) ?? '';
    const middle = link.length - 500;
    for (const broken of ['\r\n', '%0D%0A', ' ', '%20']) {
      const { results = '' } =
        decodeFragment(`${link.slice(0, middle)}${broken}${link.slice(middle)}.`) ?? {};
      expect(results).toBe(RESULTS);
      expect(decodeResults(results).runs).toHaveLength(2);
    }
  });
});
