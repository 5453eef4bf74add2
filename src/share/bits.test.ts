import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BitReader, BitWriter, Magnitude, Unreadable, unzigzag, zigzag } from './bits.ts';

describe('zigzag', () => {
  it('orders numbers by their distance from 0', () => {
    expect([0, -1, 1, -2, 2, -(2 ** 31)].map(zigzag)).toEqual([0, 1, 2, 3, 4, 2 ** 32 - 1]);
  });

  it('is undone', () => {
    fc.assert(
      fc.property(fc.integer(), (value) => {
        expect(unzigzag(zigzag(value)) - value).toBe(0);
      }),
    );
  });
});

describe('BitWriter and BitReader', () => {
  it('writes the bits that the format says', () => {
    const bits = new BitWriter();
    bits.bits(0b101, 3);
    // 1 and four bits, 1 and four bits, 0.
    bits.whole(0x2f);
    expect([...bits.bytes()]).toEqual([0b10110010, 0b11111000]);
  });

  it('round-trips numbers of every kind in any order', () => {
    const value = fc.oneof(
      fc.record({ kind: fc.constant('whole'), value: fc.maxSafeNat() }),
      fc.record({ kind: fc.constant('bits'), value: fc.nat(2 ** 32 - 1) }),
      fc.record({ kind: fc.constant('rice'), value: fc.oneof(fc.nat(50), fc.nat(2 ** 32 - 1)) }),
      fc.record({ kind: fc.constant('float64'), value: fc.double() }),
    );
    fc.assert(
      fc.property(fc.array(value), (values) => {
        const bits = new BitWriter();
        const written = new Magnitude(4);
        for (const { kind, value } of values) {
          if (kind === 'whole') bits.whole(value);
          else if (kind === 'bits') bits.bits(value, 32);
          else if (kind === 'rice') bits.rice(value, written);
          else bits.float64(value);
        }
        const reader = new BitReader(bits.bytes());
        const read = new Magnitude(4);
        for (const { kind, value } of values) {
          if (kind === 'whole') expect(reader.whole()).toBe(value);
          else if (kind === 'bits') expect(reader.bits(32)).toBe(value);
          else if (kind === 'rice') expect(reader.rice(read)).toBe(value);
          else expect(reader.float64()).toBe(value);
        }
      }),
    );
  });

  it('round-trips texts, and takes a few bits for one that it wrote before', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 60 })), (texts) => {
        const bits = new BitWriter();
        for (const text of [...texts, ...texts]) bits.text(text, 250);
        const once = new BitWriter();
        for (const text of texts) once.text(text, 250);
        const reader = new BitReader(bits.bytes());
        expect([...texts, ...texts].map(() => reader.text())).toEqual([...texts, ...texts]);
        expect(bits.bytes().length - once.bytes().length).toBeLessThanOrEqual(1 + texts.length);
      }),
    );
  });

  it('cuts a text between characters', () => {
    const bits = new BitWriter();
    bits.text('\ufeffa👗b👨‍👩‍👧', 8);
    expect(new BitReader(bits.bytes()).text()).toBe('\ufeffa👗b');
  });

  it('cuts no text that has to be whole: it writes as many bytes as are read, and refuses more', () => {
    const bits = new BitWriter();
    const longest = 'a'.repeat(2000);
    bits.wholeText(longest);
    expect(new BitReader(bits.bytes()).text()).toBe(longest);
    expect(() => bits.wholeText(`${longest}b`)).toThrow(/^2001 bytes of text are more than 2000/);
    expect(() => bits.wholeText('é'.repeat(1001))).toThrow(/^2002 bytes/);
  });

  it('takes about as many bits as numbers have, once it knows how large they are', () => {
    const bits = new BitWriter();
    const magnitude = new Magnitude(1);
    // Below 2^9: 9 bits each at best.
    for (let i = 0; i < 1000; i++) bits.rice((i * 331) % 512, magnitude);
    expect(bits.bytes().length).toBeGreaterThan(9000 / 8);
    expect(bits.bytes().length).toBeLessThan(9700 / 8);
  });

  it('refuses to read past the end, and numbers and texts too large', () => {
    expect(() => new BitReader(new Uint8Array(1)).bits(9)).toThrow(Unreadable);
    expect(() => new BitReader(new Uint8Array(40).fill(255)).whole()).toThrow(Unreadable);
    const bits = new BitWriter();
    bits.whole(0);
    bits.whole(2 ** 40);
    expect(() => new BitReader(bits.bytes()).text()).toThrow(/1099511627776 bytes of text/);
  });
});
