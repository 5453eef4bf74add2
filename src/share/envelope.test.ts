import { crc32 as zlibCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32, seal, unseal } from './envelope.ts';

describe('crc32', () => {
  it("is zip's", () => {
    // The check value that every catalogue of checksums gives for '123456789'.
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(crc32(bytes)).toBe(zlibCrc32(bytes));
      }),
    );
  });
});

describe('seal and unseal', () => {
  it('round-trips any bytes as letters, digits, - and _', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const text = seal(1, bytes);
        expect(text).toMatch(/^[A-Za-z0-9_-]+$/);
        const { version, content } = unseal(text, 2);
        expect([version, ...content]).toEqual([1, ...bytes]);
      }),
    );
  });

  it("is Node's base64url", () => {
    const bytes = Buffer.from(seal(3, Uint8Array.of(250, 251, 252)), 'base64url');
    expect([...bytes.subarray(0, 4)]).toEqual([3, 250, 251, 252]);
    expect(seal(3, Uint8Array.of(250, 251, 252))).toBe(bytes.toString('base64url'));
  });

  it('finds every changed character and every cut', () => {
    const text = seal(
      1,
      Uint8Array.from({ length: 30 }, (_, i) => (i * 91) % 256),
    );
    for (let i = 0; i < text.length; i++) {
      const other = text.charAt(i) === 'x' ? 'y' : 'x';
      expect(() => unseal(text.slice(0, i), 1)).toThrow(/damaged or cut off/);
      // The last character's lowest bits may mean nothing.
      if (i === text.length - 1) continue;
      expect(() => unseal(text.slice(0, i) + other + text.slice(i + 1), 1)).toThrow(/damaged|newer version/);
    }
  });

  it('tells a newer version and a foreign character from damage', () => {
    expect(() => unseal(seal(9, Uint8Array.of(1)), 1)).toThrow(/newer version \(9\)/);
    expect(() => unseal('AQ%2B', 1)).toThrow(/a character that no link has/);
  });
});
