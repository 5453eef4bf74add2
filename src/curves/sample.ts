/** A short piece of a series' line that shows its dash whole, for legends, lists and the tooltip. */

export const SAMPLE_WIDTH = 34;

/** The longest line of whole dashes that fits, centred in the sample's width, as an SVG path at height `y`. */
export function sampleLine(dash: readonly number[], y: number): string {
  const length = wholeDashes(dash, SAMPLE_WIDTH - 2);
  const start = (SAMPLE_WIDTH - length) / 2;
  return `M${start} ${y}H${start + length}`;
}

/** Strokes and gaps take turns; the line ends with a stroke. */
export function wholeDashes(dash: readonly number[], room: number): number {
  const cycle = dash.reduce((sum, length) => sum + length, 0);
  const gapless = dash.every((length, i) => i % 2 === 0 || length === 0);
  if (gapless || cycle <= 0) return room;
  let length = 0;
  let whole = 0;
  for (let i = 0; length < room; i++) {
    length += dash[i % dash.length] ?? 0;
    if (i % 2 === 0 && length <= room) whole = length;
  }
  return whole > 0 ? whole : room;
}
