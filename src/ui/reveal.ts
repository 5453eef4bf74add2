/** Where the results are below the form (one column), starting a run scrolls to them: that is what it is about. */
export function revealResults(): void {
  const results = document.querySelector('.results');
  if (!results || results.getBoundingClientRect().top < innerHeight / 2) return;
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  results.scrollIntoView({ behavior: still ? 'auto' : 'smooth', block: 'start' });
}
