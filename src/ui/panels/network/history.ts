/** What undo goes back to. Typing within one word is one step; what a block's controls do is a step each. */
export interface History {
  readonly text: string;
  readonly past: readonly string[];
  readonly future: readonly string[];
  /** Words of the text that is being typed; undefined after any other change. */
  readonly typing?: number;
}

/** Enough to find back, and no more. */
const LONGEST = 200;

export const historyOf = (text: string): History => ({ text, past: [], future: [] });

const wordCount = (text: string): number => text.split(/[\s_]+/).length;

/** @param typed whether it was typed into the text, letter by letter */
export function change(history: History, text: string, typed = false): History {
  if (text === history.text) return history;
  const words = wordCount(text);
  const goesOn = typed && history.typing === words;
  const past = goesOn ? history.past : [...history.past, history.text].slice(-LONGEST);
  return { text, past, future: [], ...(typed && { typing: words }) };
}

export function undo({ text, past, future }: History): History {
  const before = past.at(-1);
  if (before === undefined) return { text, past, future };
  return { text: before, past: past.slice(0, -1), future: [text, ...future] };
}

export function redo({ text, past, future }: History): History {
  const [next, ...later] = future;
  return next === undefined ? { text, past, future } : { text: next, past: [...past, text], future: later };
}
