/** Remembers in localStorage which engine was fastest, and with which tiles; where that is forbidden or garbled, nothing is remembered. */
import type { RememberedChoice } from './protocol.ts';

/** What is kept from one visit to the next, by keys. */
export interface Kept<Value> {
  readAll(): Readonly<Record<string, Value>>;
  write(key: string, value: Value): void;
}

const CHOICES = 'norm-playground/engines/1';
const TILINGS = 'norm-playground/tilings/1';
const KINDS = ['wasm', 'wgsl', 'webgpu', 'webgl'] as const satisfies readonly RememberedChoice['kind'][];

/** By hand, since the page would load a schema library for these two fields alone. */
function readChoice(value: unknown): RememberedChoice | undefined {
  if (typeof value !== 'object' || value === null || !('kind' in value) || !('words' in value))
    return undefined;
  const kind = KINDS.find((each) => each === value.kind);
  return kind && typeof value.words === 'string' ? { kind, words: value.words.slice(0, 200) } : undefined;
}

function parse<Value>(
  text: string | null,
  read: (value: unknown) => Value | undefined,
): Record<string, Value> {
  let stored: unknown;
  try {
    stored = JSON.parse(text ?? '{}');
  } catch {
    return {};
  }
  if (typeof stored !== 'object' || stored === null) return {};
  const entries = Object.entries(stored).flatMap(([key, value]) => {
    const known = read(value);
    return known !== undefined ? [[key, known] as const] : [];
  });
  return Object.fromEntries(entries);
}

export const parseChoices = (text: string | null) => parse(text, readChoice);
export const parseTilings = (text: string | null) =>
  parse(text, (value) => (typeof value === 'string' ? value.slice(0, 50) : undefined));

const keptIn = <Value>(
  place: string,
  parsed: (text: string | null) => Record<string, Value>,
): Kept<Value> => ({
  readAll() {
    try {
      return parsed(localStorage.getItem(place));
    } catch {
      return {};
    }
  },
  write(key, value) {
    try {
      localStorage.setItem(place, JSON.stringify({ ...this.readAll(), [key]: value }));
    } catch {
      // Storage is full or forbidden: the next visit measures again.
    }
  },
});

export const localChoices = keptIn(CHOICES, parseChoices);
export const localTilings = keptIn(TILINGS, parseTilings);
