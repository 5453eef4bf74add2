/**
 * Which values share a mean, as a drawing after figure 2 of Wu & He 2018: for each image a table of pixels by channels,
 * with the set of its first value filled in.
 */
import { useId } from 'react';
import type { NormLayer, Shape } from '../../../../network/layers.ts';
import { statisticsOn } from '../../../../network/norms.ts';
import { type DrawnSets, drawnSets } from './drawnSets.ts';
import { describeStages } from './normWords.ts';

interface NormDrawingProps {
  readonly layer: NormLayer;
  readonly batch: number;
  /** As CSS. */
  readonly colour: string;
}

export function NormDrawing({ layer, batch, colour }: NormDrawingProps) {
  const stages = describeStages(layer.norm, layer.input, batch);
  return (
    <>
      {stages.map((stage) => (
        <StageDrawing key={stage.name} stage={stage} input={layer.input} batch={batch} colour={colour} />
      ))}
    </>
  );
}

interface StageDrawingProps extends Omit<NormDrawingProps, 'layer'> {
  readonly stage: ReturnType<typeof describeStages>[number];
  readonly input: Shape;
}

function StageDrawing({ stage: { norm, name, sets }, input, batch, colour }: StageDrawingProps) {
  const id = useId();
  const shared = statisticsOn(norm, input);
  return (
    <figure className="norm-drawing" aria-labelledby={id}>
      <figcaption id={id}>
        <b>{name}.</b> {sets}
      </figcaption>
      {shared && (
        <Drawing
          drawn={drawnSets(norm, input, batch)}
          colour={colour}
          dense={input.length === 1}
          shared={shared.mean ? 'a mean' : 'a root mean square'}
        />
      )}
    </figure>
  );
}

/** Of one image, in CSS pixels. */
const WIDTH = 130;
const HEIGHT = { dense: 14, convolution: 64 };

interface DrawingProps {
  readonly drawn: DrawnSets;
  readonly colour: string;
  readonly dense: boolean;
  /** What the values of a set have in common. */
  readonly shared: string;
}

function Drawing({ drawn, colour, dense, shared }: DrawingProps) {
  const { images, more, columns, channels, channelsEach } = drawn;
  const first = columns * channelsEach < channels ? `the first ${columns} of ${channels} ` : '';
  const each = channelsEach > 1 ? ` (${channelsEach} in each)` : '';
  const height = dense ? HEIGHT.dense : HEIGHT.convolution;
  return (
    <>
      <div className="drawn-images">
        {Array.from({ length: images }, (_, image) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: images are told apart by their place alone
          <div key={image}>
            <svg viewBox={`0 0 ${WIDTH} ${height}`} width={WIDTH} height={height} aria-hidden="true">
              <path d={cells(drawn, image, false, height)} className="others" />
              <path d={cells(drawn, image, true, height)} style={{ fill: colour }} />
            </svg>
            image {image + 1}
            {more && image === images - 1 && ' …'}
          </div>
        ))}
      </div>
      <p className="remark">
        Across: {first}
        {dense ? 'units' : 'channels'}
        {each}
        {dense ? '.' : '; down: pixels.'} Filled: one set that shares {shared}.
      </p>
    </>
  );
}

/** The outlines of an image's cells that are in the set, or of those that are not. */
function cells(drawn: DrawnSets, image: number, inSet: boolean, height: number): string {
  const { rows, columns } = drawn;
  const cell = { width: WIDTH / columns, height: height / rows };
  const path: string[] = [];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      if (drawn.highlighted(image, row, column) === inSet)
        path.push(box(column * cell.width, row * cell.height, cell.width, cell.height));
  return path.join('');
}

/** A rectangle with a thin line of the ground around it. */
function box(x: number, y: number, width: number, height: number): string {
  const line = Math.min(0.5, width / 8, height / 8);
  return `M${x + line} ${y + line}h${width - 2 * line}v${height - 2 * line}h${2 * line - width}z`;
}
