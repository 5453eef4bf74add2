/** The series' colours as the page's styles hold them (styles/theme.css), in the current theme. */
import { SERIES_COLOURS } from '../../curves/palette.ts';

export const colourProperty = (index: number): string => `var(--series-${index % SERIES_COLOURS})`;
