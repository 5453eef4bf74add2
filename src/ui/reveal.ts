/** Where the results are below the form (one column), starting a run scrolls to them: that is what it is about. */
export function revealResults(): void {
  const results = document.querySelector('.results');
  const form = document.querySelector('.experiment');
  if (!results || !form) return;
  const { top } = results.getBoundingClientRect();
  if (top < form.getBoundingClientRect().bottom || top < innerHeight / 4) return;
  scrollTo(results, 'start');
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
