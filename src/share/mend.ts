/**
 * A link's fragment as it was before chat programs, mail and word processors had it: they escape what needs no escaping
 * and take up the punctuation of the sentence that the link stood in. No key and no value has any of these characters.
 */

/** Escaped once or more often, of a character that parts keys and values. */
const ESCAPED_AND = /%(?:25)*26/gi;
const ESCAPED_EQUALS = /%(?:25)*3d/gi;
const AND_IN_HTML = /&(?:amp;|#38;|#x26;)+/gi;
/** What can be no end of a value, as it is or escaped: the escapes of '-' and '_' can. */
const PUNCTUATION =
  /(?:[^A-Za-z0-9_%=:-]|%(?:0[0-9a-f]|2(?!d)[0-9a-f]|3[bcef]|40|5[b-e]|60|7[b-f]|[c-f][0-9a-f](?:%[89ab][0-9a-f])+))+$/i;
/** A row of it may be as long as a link, and looking for its end from each of its characters takes minutes. */
const MOST_PUNCTUATION = 200;
const BLANKS = /%(?:0[9ad]|20)|[\s\u200b\u2060\ufeff]+/gi;

export function mendFragment(fragment: string): string {
  const text = fragment
    .replace(/^(?:#|%23)+/, '')
    .replace(/%(?:25)+(?=[0-9a-f]{2})/gi, '%')
    .replace(ESCAPED_AND, '&')
    .replace(ESCAPED_EQUALS, '=')
    .replace(AND_IN_HTML, '&');
  return text.slice(0, -MOST_PUNCTUATION) + text.slice(-MOST_PUNCTUATION).replace(PUNCTUATION, '');
}

/** Letters that mail broke into lines. */
export const withoutBlanks = (text: string): string => text.replace(BLANKS, '');
