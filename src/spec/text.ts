/** Names and notes, wherever they come from: a field, a file, a link. What a person wrote comes out as it went in. */

/** UTF-16 units, as a browser counts what is typed. */
export const MOST_OF_NAME = 300;
export const MOST_OF_NOTES = 10_000;

/** In one line: breaks and other control characters become blanks, halves of characters are marked as such. Joiners and directions stay. */
export const oneLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/\p{Cs}/gu, '\ufffd')
    .trim();

let segmenter: Intl.Segmenter | undefined;

const segments = (text: string): Intl.Segments => {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return segmenter.segment(text);
};

/** As a reader counts them: a family of emoji is one. */
export const charactersOf = (text: string): string[] => Array.from(segments(text), ({ segment }) => segment);

/** At most so many UTF-16 units, and no character cut in two, not even one of several code points. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  let end = 0;
  // What follows the cut says whether a character ends there.
  for (const { index } of segments(text.slice(0, most + 64))) if (index <= most) end = index;
  // One character with more marks than that is cut between two of them.
  return end > 0 ? text.slice(0, end) : text.slice(0, most).replace(/[\ud800-\udbff]$/, '');
}

/** As a message quotes it, with a sign that it goes on. */
export const shorten = (text: string, most: number): string =>
  text.length > most ? `${cutText(text, most - 1)}…` : text;
