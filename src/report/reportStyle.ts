/** How a report looks: on a screen of any width, light or dark, and on paper. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; --ground: light-dark(#fff, #14181d); --ink: light-dark(#1b1f24, #e6eaef);
  --muted: light-dark(#5b6672, #a3aebb); --line: light-dark(#dde2e8, #333c47); --soft: light-dark(#eef4ff, #1b2739); }
* { box-sizing: border-box; }
body { max-width: 1120px; margin: 0 auto; padding: 28px 20px 60px; background: var(--ground); color: var(--ink);
  font: 15px/1.55 system-ui, sans-serif; }
h1 { margin: 0 0 4px; font-size: 26px; line-height: 1.25; }
h2 { margin: 36px 0 10px; font-size: 18px; }
p { margin: 0 0 8px; overflow-wrap: anywhere; }
time, .remark { color: var(--muted); font-size: 13.5px; }
.verdicts { padding: 14px 18px; border-radius: 10px; background: var(--soft); }
.verdicts p:last-child { margin: 0; }
.verdicts p:first-child { font-weight: 600; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 7px 16px 7px 0; border-bottom: 1px solid var(--line); text-align: left; white-space: nowrap; }
thead th { color: var(--muted); font-size: 13px; font-weight: 600; }
td small { display: block; color: var(--muted); }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 440px), 1fr)); gap: 14px; }
figure { margin: 0; }
figure svg { display: block; width: 100%; height: auto; border: 1px solid var(--line); border-radius: 8px; }
figcaption { color: var(--muted); font-size: 13px; }
.dark { display: none; }
code { font-size: 12.5px; }
@media (prefers-color-scheme: dark) { .light { display: none; } .dark { display: block; } }
@media print { :root { color-scheme: light; } .light { display: block; } .dark { display: none; }
  body { padding: 0; } figure, tr { break-inside: avoid; } }
`;
