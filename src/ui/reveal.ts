/** Where the results are below the form (one column), starting a run scrolls to them: that is what it is about. */
export function revealResults(): void {
  const results = document.querySelector('.results');
  if (!results || results.getBoundingClientRect().top < innerHeight / 2) return;
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  results.scrollIntoView({ behavior: still ? 'auto' : 'smooth', block: 'start' });
}

/** Where the charts are out of sight, something that changes them scrolls there. */
export function revealCharts(): void {
  const charts = document.querySelector('.charts');
  if (!charts) return;
  const { top, bottom } = charts.getBoundingClientRect();
  if (bottom > innerHeight / 3 && top < (2 * innerHeight) / 3) return;
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  charts.scrollIntoView({ behavior: still ? 'auto' : 'smooth', block: 'start' });
}

/** Where the form is out of sight, as on a phone below it, something that changes it scrolls there. */
export function revealForm(): void {
  const form = document.querySelector('.experiment');
  if (!form) return;
  const { top, bottom } = form.getBoundingClientRect();
  if (bottom > 0 && top < innerHeight) return;
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  form.scrollIntoView({ behavior: still ? 'auto' : 'smooth', block: 'start' });
}

/** What a visitor has to see, wherever it stands. */
export function reveal(element: Element): void {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  element.scrollIntoView({ behavior: still ? 'auto' : 'smooth', block: 'nearest' });
}
