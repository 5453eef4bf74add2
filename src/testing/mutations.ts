/** Damage done on purpose, the same for the same seed: to text, to bytes, and to what JSON or a database holds. */
import { threefry2x32 } from '../random/threefry.ts';

export class Dice {
  readonly #seed: number;
  #rolls = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** 0 … n − 1 */
  below(n: number): number {
    const [word = 0] = threefry2x32([this.#seed, 0], this.#rolls++, 0);
    return word % n;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)] as T;
  }
}

/** What breaks readers: signs with a meaning somewhere, halves of characters, numbers at an edge. */
const PIECES = [
  ...[
    '',
    '&',
    '=',
    '#',
    '%',
    '%2',
    '%00',
    '+',
    ',',
    ':',
    '_',
    '-',
    '.',
    '/',
    ' ',
    '\0',
    '\n',
    '"',
    '<',
    '{',
    '\\',
  ],
  ...[
    '\ud800',
    '\u202e',
    '👩‍👩‍👧',
    'é',
    '０',
    '١',
    'NaN',
    'Infinity',
    '-0',
    '1e999',
    '0x10',
    '9007199254740993',
  ],
  ...['__proto__', 'constructor', 'run=', 'results=', 'v=', 'null', 'true', 'x'.repeat(2000)],
] as const;

const VALUES: readonly unknown[] = [
  ...PIECES,
  ...[null, undefined, true, Number.NaN, Number.POSITIVE_INFINITY, -1, 0, 0.5, 1e308, 2 ** 53, 2 ** 31],
  ...[[], {}, [[]], new Map(), new Uint8Array(3), Array.from({ length: 3000 }, (_, i) => i)],
];

/** @returns the text with one to four pieces cut out, put in, doubled or replaced */
export function damagedText(text: string, dice: Dice): string {
  let damaged = text;
  for (let n = 1 + dice.below(4); n > 0; n--) {
    const from = dice.below(damaged.length + 1);
    const to = Math.min(damaged.length, from + dice.below(6));
    const piece = dice.pick([
      () => '',
      () => dice.pick(PIECES),
      () => damaged.slice(from, to).repeat(2),
      () => String.fromCharCode(dice.below(128)),
    ])();
    damaged = damaged.slice(0, from) + piece + damaged.slice(to);
  }
  return damaged;
}

/** @returns a copy with bits flipped, bytes replaced, cut short or longer than it should be */
export function damagedBytes(bytes: Uint8Array, dice: Dice): Uint8Array {
  const damaged = bytes.slice();
  for (let n = 1 + dice.below(4); n > 0; n--) {
    // Headers are small, and most is in them.
    const at = dice.below(dice.below(2) ? Math.min(32, damaged.length) : damaged.length);
    damaged[at] = dice.below(2) ? (damaged[at] ?? 0) ^ (1 << dice.below(8)) : dice.below(256);
  }
  if (dice.below(4) === 0) return damaged.subarray(0, dice.below(damaged.length + 1));
  if (dice.below(4) === 0) return Uint8Array.from([...damaged, ...damaged.subarray(0, dice.below(40))]);
  return damaged;
}

/** @returns a copy in which one to three members are gone, doubled, renamed or something else */
export function damagedValue(value: unknown, dice: Dice): unknown {
  const root = { value: structuredClone(value) };
  for (let n = 1 + dice.below(3); n > 0; n--) damageMember(root, dice);
  return root.value;
}

function damageMember(root: object, dice: Dice): void {
  let holder = root;
  let key: string = 'value';
  // Down to a random depth, and no further than there is something.
  for (let depth = 1 + dice.below(5); depth > 0; depth--) {
    const within: unknown = Reflect.get(holder, key);
    const isHolder = typeof within === 'object' && within !== null && !ArrayBuffer.isView(within);
    const keys = isHolder ? Object.keys(within) : [];
    if (!isHolder || keys.length === 0) break;
    holder = within;
    key = dice.pick(keys);
  }
  const found: unknown = Reflect.get(holder, key);
  dice.pick([
    () => Reflect.deleteProperty(holder, key),
    () => Reflect.set(holder, key, dice.pick(VALUES)),
    () => Reflect.set(holder, key, dice.pick(VALUES)),
    () => Reflect.set(holder, `${key}${dice.pick(PIECES)}`, found),
    () => typeof found === 'number' && Reflect.set(holder, key, found * dice.pick([-1, 0, 1.5, 1e6])),
    () => typeof found === 'string' && Reflect.set(holder, key, damagedText(found, dice)),
    () => Array.isArray(found) && found.push(...found.slice(0, 1 + dice.below(3))),
    () => Array.isArray(found) && found.splice(dice.below(found.length + 1), 1),
  ])();
}
