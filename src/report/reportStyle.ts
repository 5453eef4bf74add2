/** How a report looks: on a phone, on a wide screen, in the dark, on paper. In the file itself, which loads nothing. */
import { FONT, INK } from './ink.ts';
import { darkPictureRules } from './reportFigures.ts';

const colours = (scheme: 'light' | 'dark'): string => {
  const { ground, text, muted, line } = INK[scheme];
  const soft = scheme === 'light' ? '#f4f7fb' : '#222a33';
  return `--ground:${ground};--text:${text};--muted:${muted};--line:${line};--soft:${soft}`;
};

/** Below this width a cell has a line of its own under its method, after the name of its column. */
const stackedCells = (cells: string, width: number): string =>
  `
@media screen and (max-width: ${width}px) {
  ${cells} { display: block; }
  ${cells} :is(tbody, tr, th) { display: block; }
  ${cells} thead { display: none; }
  ${cells} tr { padding: 8px 0; border-bottom: 1px solid var(--line); }
  ${cells} tbody th { padding: 2px 0; border: 0; white-space: normal; }
  ${cells} td { display: grid; grid-template-columns: 6.5em minmax(0, 1fr); padding: 3px 0; border: 0; }
  ${cells} td::before { content: attr(data-label); grid-row: 1 / span 4; color: var(--muted); }
  ${cells} td > * { grid-column: 2; }
}`.trim();

export const REPORT_STYLE = `
:root { color-scheme: light dark; ${colours('light')} }
@media screen and (prefers-color-scheme: dark) {
  :root { ${colours('dark')} }
  ${darkPictureRules().replaceAll('\n', '\n  ')}
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.55 ${FONT}; }
.notes { white-space: pre-wrap; }
.runs td:first-child { overflow-wrap: anywhere; }
main { max-width: 1180px; margin: 0 auto; padding: 32px 24px 64px; overflow-wrap: break-word; }
h1 { font-size: 28px; line-height: 1.25; margin: 0 0 4px; }
h2 { font-size: 20px; margin: 40px 0 12px; }
p, li { max-width: 75ch; }
p { margin: 0 0 12px; }
.date, .small, figcaption { color: var(--muted); font-size: 14px; }
.date { margin-bottom: 24px; }
.verdicts { margin: 0; padding: 12px 16px 12px 36px; background: var(--soft); border-radius: 8px; font-size: 17px; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 7px 14px 7px 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th:last-child, td:last-child { padding-right: 0; }
thead th { font-size: 14px; color: var(--muted); font-weight: 500; white-space: nowrap; }
tbody th { font-weight: 600; white-space: nowrap; }
.cells td { min-width: 130px; }
.cells tbody th { white-space: normal; }
.cells td strong { display: block; font-size: 18px; white-space: nowrap; }
.cells td span { display: block; white-space: nowrap; }
.runs { font-size: 14px; width: 100%; }
.points :is(th, td) { padding-block: 4px; font-size: 14px; font-weight: 400; white-space: nowrap; }
.facts { display: grid; grid-template-columns: minmax(120px, max-content) 1fr; gap: 4px 20px; margin: 0; }
.facts dt { color: var(--muted); max-width: 32ch; }
.facts dd { margin: 0; min-width: 0; }
code, pre { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
pre { margin: 0 0 12px; padding: 10px 14px; background: var(--soft); border-radius: 6px; white-space: pre-wrap; }
figure { margin: 0 0 20px; }
summary { margin-bottom: 8px; color: var(--muted); cursor: pointer; }
.panels { display: flex; flex-wrap: wrap; gap: 8px; }
@media screen and (max-width: 560px) { .panels.broad { display: none; } }
@media print, (min-width: 560.02px) { .panels.narrow { display: none; } }
.panels svg { max-width: 100%; height: auto; }
@media (max-width: 560px) {
  main { padding: 20px 14px 40px; }
  h1 { font-size: 23px; }
  .facts { display: block; }
  .facts dd { margin-bottom: 8px; }
  .points :is(th, td) { padding-right: 4px; font-size: 11.5px; white-space: normal; overflow-wrap: anywhere; }
}
@media screen and (max-width: 900px) {
  .cells td { min-width: 0; }
}
${stackedCells('.cells', 560)}
${stackedCells('.cells.many', 900)}
@media screen and (max-width: 900px) {
  .runs :is(tbody, tr, td) { display: block; }
  .runs thead { display: none; }
  .runs tr { padding: 8px 0; border-bottom: 1px solid var(--line); }
  .runs td { display: grid; grid-template-columns: 9em minmax(0, 1fr); padding: 2px 0; border: 0; }
  .runs td::before { content: attr(data-label); grid-row: 1 / span 4; color: var(--muted); }
  .runs td > * { grid-column: 2; }
  .runs br { display: none; }
}
@page { size: A4; margin: 14mm; }
@media print {
  body { font-size: 10pt; }
  main { max-width: none; padding: 0; }
  h2 { break-after: avoid; margin-top: 28px; }
  tr, svg, li, p { break-inside: avoid; }
  .panels { display: block; }
  .panels svg { width: 49%; vertical-align: top; }
  .panels svg:only-child { width: 85%; }
  figcaption { break-before: avoid; }
  .runs, .runs thead th, .runs code { font-size: 7.5pt; }
  .runs .small { font-size: 7pt; }
  .runs :is(th, td) { padding: 3px 8px 3px 0; white-space: normal; }
  .runs td { overflow-wrap: anywhere; }
  .runs td:is([data-label="Seed"], [data-label="Time"], [data-label="Test accuracy"]) { white-space: nowrap; }
  .wide { overflow: visible; }
  summary { list-style: none; }
  details::details-content { content-visibility: visible; }
  .cells :is(th, td, strong, span) { min-width: 0; white-space: normal; }
}
`.trim();
