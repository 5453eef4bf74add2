/** Remembers in localStorage which engine was fastest; where that is forbidden or garbled, nothing is remembered. */
import type { RememberedChoice } from './protocol.ts';

/** Which engine was fastest for which kind of experiment, kept from one visit to the next. */
export interface Choices {
  readAll(): Readonly<Record<string, RememberedChoice>>;
  write(key: string, choice: RememberedChoice): void;
}

const KEY = 'norm-playground/engines/1';
const KINDS = ['wasm', 'wgsl', 'webgpu', 'webgl'] as const satisfies readonly RememberedChoice['kind'][];

/** By hand, since the page would load a schema library for these two fields alone. */
function readChoice(value: unknown): RememberedChoice | undefined {
  if (typeof value !== 'object' || value === null || !('kind' in value) || !('words' in value))
    return undefined;
  const kind = KINDS.find((each) => each === value.kind);
  return kind && typeof value.words === 'string' ? { kind, words: value.words.slice(0, 200) } : undefined;
}

export function parseChoices(text: string | null): Record<string, RememberedChoice> {
  let stored: unknown;
  try {
    stored = JSON.parse(text ?? '{}');
  } catch {
    return {};
  }
  if (typeof stored !== 'object' || stored === null) return {};
  const entries = Object.entries(stored).flatMap(([key, value]) => {
    const choice = readChoice(value);
    return choice ? [[key, choice] as const] : [];
  });
  return Object.fromEntries(entries);
}

export const localChoices: Choices = {
  readAll() {
    try {
      return parseChoices(localStorage.getItem(KEY));
    } catch {
      return {};
    }
  },
  write(key, choice) {
    try {
      localStorage.setItem(KEY, JSON.stringify({ ...this.readAll(), [key]: choice }));
    } catch {
      // Storage is full or forbidden: the next visit measures again.
    }
  },
};
