/** Text within HTML and SVG. */

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Characters that XML 1.0 cannot hold, not even escaped: a run's name may have them, an SVG file may not. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it is about.
const UNHOLDABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** The text as content or as a quoted attribute's value. */
export const escapeText = (text: string): string =>
  text
    .replace(UNHOLDABLE, '\ufffd')
    .replace(/\p{Cs}/gu, '\ufffd')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
