import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutText, oneLine, shorten } from './text.ts';

const FAMILY = '👨‍👩‍👧';
const FLAG = '🇦🇹';

describe('cutText', () => {
  it('never cuts a character in two, whatever it is made of', () => {
    expect(cutText(`ab${FAMILY}`, 2 + FAMILY.length)).toBe(`ab${FAMILY}`);
    for (let most = 2; most < 2 + FAMILY.length; most++) expect(cutText(`ab${FAMILY}`, most)).toBe('ab');
    expect(cutText(FLAG.repeat(3), 10)).toBe(FLAG.repeat(2));
    expect(cutText('e\u0301e\u0301', 3)).toBe('e\u0301');
    expect(cutText(`a${'\u0301'.repeat(500)}`, 9)).toHaveLength(9);
    expect(shorten('a'.repeat(9), 5)).toBe('aaaa…');
  });

  it('is a start of the text that fits, of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 2, max: 40 }), (text, most) => {
        const cut = cutText(text, most);
        expect(text.startsWith(cut) && cut.length <= most).toBe(true);
        expect(cut).not.toMatch(/\p{Cs}/u);
      }),
    );
  });
});

describe('oneLine', () => {
  it('takes out breaks and control characters, and keeps joiners and directions', () => {
    expect(oneLine(` a\r\nb\u0000\u001bc\u2028d `)).toBe('a b c d');
    for (const text of [FAMILY, FLAG, '\u202bשלום\u202c', 'می‌خواهم', '\u200fab\u200e', 'क्‍ष'])
      expect(oneLine(text)).toBe(text);
    expect(oneLine('a\ud83d')).toBe('a\ufffd');
  });
});
