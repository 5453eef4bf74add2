/** A piece of a series' line: its colour and dash, and for validation the mark of its points. */
import {
  markPath,
  SAMPLE_WIDTH,
  SERIES_COLOURS,
  sampleLine,
  seriesDash,
  seriesMark,
  VALIDATION_DASH,
} from '../../curves/palette.ts';

interface LineSampleProps {
  readonly colour: number;
  readonly split: 'train' | 'validation';
}

export function LineSample({ colour, split }: LineSampleProps) {
  const ink = colourProperty(colour);
  const marked = split === 'validation';
  const dash = marked ? VALIDATION_DASH : seriesDash(colour);
  return (
    <svg
      className="sample"
      viewBox={`0 0 ${SAMPLE_WIDTH} 12`}
      width={SAMPLE_WIDTH}
      height="12"
      aria-hidden="true"
    >
      <path
        d={sampleLine(dash, 6)}
        style={{ stroke: ink }}
        strokeDasharray={dash.join(' ')}
        strokeWidth={marked ? 1.5 : 2.5}
      />
      {marked && (
        <path
          d={markPath(seriesMark(colour))}
          transform={`translate(${SAMPLE_WIDTH / 2} 6)`}
          style={{ fill: ink }}
        />
      )}
    </svg>
  );
}

/** The series' colours as the page's styles hold them (styles/theme.css), in the current theme. */
export const colourProperty = (index: number): string => `var(--series-${index % SERIES_COLOURS})`;
