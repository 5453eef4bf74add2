// Runs before the first paint, so that a remembered theme does not flash (see src/ui/theme.ts).
try {
  document.documentElement.dataset.theme = localStorage.getItem('norm-playground.theme') ?? 'auto';
} catch {
  document.documentElement.dataset.theme = 'auto';
}
