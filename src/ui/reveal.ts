/** Where the results are below the form (one column), starting a run scrolls to them: that is what it is about. */
export function revealResults(): void {
  const results = document.querySelector('.results');
  const form = document.querySelector('.experiment');
  if (!results || !form) return;
  const { top } = results.getBoundingClientRect();
  if (top < form.getBoundingClientRect().bottom || top < innerHeight / 4) return;
  scrollTo(results, 'start');
}

/** What a visitor does once the page is there ends what the page does by itself. */
const OWN_MOVES = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const;
/** Without a change of the page's height. */
const SETTLED_MS = 10_000;

/** The open tab at the top, for as long as what it shows, and what stands above it, is still coming. */
export function revealTab(): void {
  let timer = 0;
  const observer = new ResizeObserver(() => {
    document.querySelector('.tabs')?.scrollIntoView({ block: 'start' });
    clearTimeout(timer);
    timer = window.setTimeout(end, SETTLED_MS);
  });
  observer.observe(document.body);
  const end = (): void => {
    observer.disconnect();
    clearTimeout(timer);
    for (const move of OWN_MOVES) removeEventListener(move, end);
  };
  for (const move of OWN_MOVES) addEventListener(move, end, { passive: true });
}

/** Where the charts are out of sight, something that changes them scrolls there. */
export function revealCharts(): void {
  const charts = document.querySelector('.charts');
  if (!charts) return;
  const { top, bottom } = charts.getBoundingClientRect();
  if (bottom > innerHeight / 3 && top < (2 * innerHeight) / 3) return;
  scrollTo(charts, 'start');
}

/** Where the form is out of sight, as on a phone below it, something that changes it scrolls there. */
export function revealForm(): void {
  const form = document.querySelector('.experiment');
  if (!form) return;
  const { top, bottom } = form.getBoundingClientRect();
  if (bottom > 0 && top < innerHeight) return;
  scrollTo(form, 'start');
}

/** What a visitor has to see, wherever it stands. */
export const reveal = (element: Element): void => scrollTo(element, 'nearest');

/** Smoothly, unless the visitor asked for stillness. */
export function scrollTo(element: Element, block: ScrollLogicalPosition): void {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  element.scrollIntoView({ behavior: still ? 'auto' : 'smooth', block });
}
