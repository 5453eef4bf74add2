/** The colour and dash of a run, as a short piece of its line. */
import { colourProperty, seriesDash } from '../charts/palette.ts';

interface SwatchProps {
  readonly colour: number;
  readonly dash?: readonly number[];
}

export function Swatch({ colour, dash = seriesDash(colour) }: SwatchProps) {
  return (
    <svg className="swatch" viewBox="0 0 26 10" width="26" height="10" aria-hidden="true">
      <path
        d="M1 5H25"
        style={{ stroke: colourProperty(colour) }}
        strokeDasharray={dash.join(' ')}
        strokeWidth="3"
      />
    </svg>
  );
}
