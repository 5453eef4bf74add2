/**
 * Numbers and texts as a row of bits, the shortest codes for the smallest numbers: what the results in a link are
 * written in. A curve is noise around a slow trend, which deflate's bytes fit badly: coded bit by bit it takes about a
 * fifth less, and a text cannot unfold into more than a few values a bit, so a hostile link has nothing to blow up.
 */

import { cutText, oneLine } from '../spec/text.ts';

/** Text that is not results: cut off, damaged or made up. Thrown while reading, caught in results.ts. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

/** A quotient from here on is written as a whole number instead of a row of ones. */
const ESCAPE = 20;
/** The longest text that is written and read, in UTF-8 bytes. */
const TEXT_BYTES = 2000;

/** 0, −1, 1, −2, 2, … as 0, 1, 2, 3, 4, …, and back. */
export const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);
export const unzigzag = (code: number): number => (code % 2 === 0 ? code / 2 : -(code + 1) / 2);

/**
 * How large the numbers of a column have been of late, which sets how many of the next one's low bits are written as
 * they are (Rice & Plaunt 1971; adapting as in JPEG-LS). Whole numbers only, so that every machine reads what any wrote.
 */
export class Magnitude {
  /** 16 times the running mean. */
  #sum: number;

  constructor(mean: number) {
    this.#sum = 16 * mean;
  }

  get lowBits(): number {
    return 31 - Math.clz32(Math.max(1, Math.floor(this.#sum / 16)));
  }

  learn(value: number): void {
    this.#sum += Math.min(value, 2 ** 27) - Math.floor(this.#sum / 16);
  }
}

export class BitWriter {
  readonly #bytes: number[] = [];
  readonly #texts: string[] = [];
  /** Bits still free in the last byte. */
  #free = 0;

  bit(value: boolean): void {
    if (this.#free === 0) {
      this.#bytes.push(0);
      this.#free = 8;
    }
    this.#free--;
    if (value) this.#bytes[this.#bytes.length - 1] = (this.#bytes.at(-1) ?? 0) | (1 << this.#free);
  }

  /** @param width 0 … 32; `value` is below 2^width */
  bits(value: number, width: number): void {
    for (let i = width - 1; i >= 0; i--) this.bit(((value >>> i) & 1) === 1);
  }

  /** A whole number 0 … 2^53 − 1, four bits at a time, each four after a bit that says that they come. */
  whole(value: number): void {
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} is not a whole number`);
    const digits: number[] = [];
    for (let left = value; left > 0; left = Math.floor(left / 16)) digits.unshift(left % 16);
    for (const digit of digits) {
      this.bit(true);
      this.bits(digit, 4);
    }
    this.bit(false);
  }

  /** A whole number 0 … 2^32 − 1 that is about as large as those before it in its column. */
  rice(value: number, magnitude: Magnitude): void {
    const { lowBits } = magnitude;
    magnitude.learn(value);
    const quotient = Math.floor(value / 2 ** lowBits);
    for (let i = 0; i < Math.min(quotient, ESCAPE); i++) this.bit(true);
    if (quotient < ESCAPE) {
      this.bit(false);
      this.bits(value % 2 ** lowBits, lowBits);
    } else {
      this.whole(value);
    }
  }

  float64(value: number): void {
    const view = new DataView(new ArrayBuffer(8));
    view.setFloat64(0, value);
    this.bits(view.getUint32(0), 32);
    this.bits(view.getUint32(4), 32);
  }

  /**
   * A text that was written before takes a few bits.
   * @param most UTF-16 units that are kept, at most 500: so many are never more than TEXT_BYTES
   */
  text(value: string, most = TEXT_BYTES / 4): void {
    this.wholeText(cutText(value, most));
  }

  /** One that would mean something else if it were cut. @throws RangeError where it is longer than is read */
  wholeText(value: string): void {
    const known = this.#texts.indexOf(value);
    this.whole(known + 1);
    if (known >= 0) return;
    this.#texts.push(value);
    const bytes = new TextEncoder().encode(value);
    if (bytes.length > TEXT_BYTES) {
      throw new RangeError(
        `${bytes.length} bytes of text are more than ${TEXT_BYTES}, and none can be left out`,
      );
    }
    this.whole(bytes.length);
    for (const byte of bytes) this.bits(byte, 8);
  }

  bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }
}

/** Reads what a BitWriter wrote, call for call. @throws Unreadable where there is nothing more to read */
export class BitReader {
  readonly #bytes: Uint8Array;
  readonly #texts: string[] = [];
  /** In bits. */
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  bit(): boolean {
    const byte = this.#bytes[this.#at >> 3];
    if (byte === undefined) throw new Unreadable('they end too early');
    return ((byte >> (7 - (this.#at++ & 7))) & 1) === 1;
  }

  bits(width: number): number {
    let value = 0;
    for (let i = 0; i < width; i++) value = 2 * value + Number(this.bit());
    return value;
  }

  whole(): number {
    let value = 0;
    while (this.bit()) value = 16 * value + this.bits(4);
    if (!Number.isSafeInteger(value)) throw new Unreadable('a number is too large');
    return value;
  }

  /** A whole number of at most `most`. */
  wholeUpTo(most: number, what: string): number {
    const value = this.whole();
    if (value > most) throw new Unreadable(`${value} ${what} are more than ${most}`);
    return value;
  }

  rice(magnitude: Magnitude): number {
    const { lowBits } = magnitude;
    let quotient = 0;
    while (quotient < ESCAPE && this.bit()) quotient++;
    const value = quotient < ESCAPE ? quotient * 2 ** lowBits + this.bits(lowBits) : this.whole();
    magnitude.learn(value);
    return value;
  }

  float64(): number {
    const view = new DataView(new ArrayBuffer(8));
    view.setUint32(0, this.bits(32));
    view.setUint32(4, this.bits(32));
    return view.getFloat64(0);
  }

  text(): string {
    const known = this.wholeUpTo(this.#texts.length, 'texts');
    const earlier = this.#texts[known - 1];
    if (earlier !== undefined) return earlier;
    const bytes = Uint8Array.from({ length: this.wholeUpTo(TEXT_BYTES, 'bytes of text') }, () =>
      this.bits(8),
    );
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    this.#texts.push(text);
    return text;
  }
}

/** A text for people, cleaned as that of a file: it stands in the same table and in the same exports. */
export const said = (bits: BitReader): string => oneLine(bits.text());
