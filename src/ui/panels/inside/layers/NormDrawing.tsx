/**
 * Which values share a mean, as a drawing after figure 2 of Wu & He 2018: for each image a table of pixels by channels,
 * with the set of its first value filled in.
 */
import { useId } from 'react';
import type { NormLayer } from '../../../../network/layers.ts';
import { type DrawnSets, drawnSets } from './drawnSets.ts';
import { describeNorm } from './normWords.ts';

interface NormDrawingProps {
  readonly layer: NormLayer;
  readonly batch: number;
  /** As CSS. */
  readonly colour: string;
}

export function NormDrawing({ layer, batch, colour }: NormDrawingProps) {
  const id = useId();
  const { norm, input } = layer;
  const { name, sets } = describeNorm(norm, input, batch);
  const drawn = drawnSets(norm, input, batch);
  return (
    <figure className="norm-drawing" aria-labelledby={id}>
      <figcaption id={id}>
        <b>{name}.</b> {sets}
      </figcaption>
      <Drawing drawn={drawn} colour={colour} dense={input.length === 1} />
    </figure>
  );
}

/** Of all images together, in the drawing's own units. */
const WIDTH = 420;
const GAP = 12;
const HEIGHT = 64;

function Drawing({
  drawn,
  colour,
  dense,
}: {
  readonly drawn: DrawnSets;
  readonly colour: string;
  readonly dense: boolean;
}) {
  const { images, more, rows, columns, channelsEach } = drawn;
  const width = Math.min(160, (WIDTH - GAP * (images - 1)) / images);
  const cell = { width: width / columns, height: (dense ? 14 : HEIGHT) / rows };
  const cells = (wanted: boolean): string => {
    const path: string[] = [];
    for (let image = 0; image < images; image++)
      for (let row = 0; row < rows; row++)
        for (let column = 0; column < columns; column++)
          if (drawn.highlighted(image, row, column) === wanted) {
            const x = image * (width + GAP) + column * cell.width;
            path.push(box(x, row * cell.height, cell.width, cell.height));
          }
    return path.join('');
  };
  const height = rows * cell.height;
  const each = channelsEach > 1 ? ` (${channelsEach} in each)` : '';
  return (
    <>
      <svg viewBox={`0 0 ${WIDTH} ${height + 16}`} aria-hidden="true">
        <path d={cells(false)} className="others" />
        <path d={cells(true)} style={{ fill: colour }} />
        {Array.from({ length: images }, (_, image) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: images are told apart by their place alone
          <text key={image} x={image * (width + GAP)} y={height + 13}>
            image {image + 1}
            {more && image === images - 1 && ' …'}
          </text>
        ))}
      </svg>
      <p className="how">
        {dense ? 'Across: units' : 'Across: channels'}
        {each}
        {dense ? '.' : '; down: pixels.'} Filled: one set that shares a mean.
      </p>
    </>
  );
}

/** A rectangle with a thin line of the ground around it. */
function box(x: number, y: number, width: number, height: number): string {
  const line = Math.min(0.5, width / 8, height / 8);
  return `M${x + line} ${y + line}h${width - 2 * line}v${height - 2 * line}h${2 * line - width}z`;
}
