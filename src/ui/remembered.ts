/** Choices kept across visits. Storage may be forbidden (private windows, embedded pages): then each visit is a first one. */
type Choice = 'guide' | 'more-settings' | 'plot' | 'table' | 'theme' | 'view';

/** public/start.js reads the theme's before the first paint. */
const keyOf = (choice: Choice): string => `norm-playground.${choice}`;

export function remembered(choice: Choice): string | undefined {
  try {
    return localStorage.getItem(keyOf(choice)) ?? undefined;
  } catch {
    return undefined;
  }
}

export function remember(choice: Choice, value: string): void {
  try {
    localStorage.setItem(keyOf(choice), value);
  } catch {
    // Nothing to do: it lasts as long as the page.
  }
}
