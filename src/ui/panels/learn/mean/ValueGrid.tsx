/** The block [N, H, W, C] laid out flat: a row of channels an image. One stop of the Tab key; arrows walk over it. */
import { type KeyboardEvent, useRef } from 'react';
import { type DrawnSets, EXTENT, type Place, sameSet } from './setWords.ts';

interface ValueGridProps {
  readonly drawn: DrawnSets;
  /** Where the keyboard stands. */
  readonly chosen: Place;
  /** Where the pointer is, if it is over the block. */
  readonly pointed: Place | undefined;
  readonly onChoose: (place: Place) => void;
  readonly onPoint: (place: Place | undefined) => void;
}

const { images, height, width, channels } = EXTENT;
const count = (n: number): readonly number[] => [...Array(n).keys()];

const STEPS: Readonly<Record<string, readonly [down: number, right: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** The place beside another as the block is laid out; the edge stops. */
function beside({ n, h, w, c }: Place, [down, right]: readonly [number, number]): Place {
  const row = Math.min(images * height - 1, Math.max(0, n * height + h + down));
  const column = Math.min(channels * width - 1, Math.max(0, c * width + w + right));
  return {
    n: Math.floor(row / height),
    h: row % height,
    c: Math.floor(column / width),
    w: column % width,
  };
}

const isSame = (a: Place, b: Place): boolean => a.n === b.n && a.h === b.h && a.w === b.w && a.c === b.c;

export function ValueGrid({ drawn, chosen, pointed, onChoose, onPoint }: ValueGridProps) {
  const table = useRef<HTMLTableElement>(null);
  const shown = pointed ?? chosen;
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const to = beside(chosen, step);
    onChoose(to);
    table.current?.querySelector<HTMLElement>(`[data-place="${keyOf(to)}"]`)?.focus();
  };
  return (
    <table
      ref={table}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: arrow keys walk over it, which makes it a grid
      role="grid"
      aria-label="Values of the block; selected ones share the mean of the one in focus"
      aria-multiselectable="true"
      className="value-block"
      onKeyDown={onKeyDown}
      onPointerLeave={() => onPoint(undefined)}
    >
      <thead>
        <tr>
          {count(channels).map((c) => (
            <th key={c} scope="colgroup" colSpan={width}>
              channel {c + 1}
            </th>
          ))}
        </tr>
      </thead>
      {count(images).map((n) => (
        <tbody key={n}>
          <tr>
            <th scope="rowgroup" colSpan={channels * width}>
              image {n + 1}
            </th>
          </tr>
          {count(height).map((h) => (
            <tr key={h}>
              {count(channels * width).map((column) => {
                const place = { n, h, w: column % width, c: Math.floor(column / width) };
                return (
                  <td
                    key={column}
                    // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a cell of the grid
                    role="gridcell"
                    data-place={keyOf(place)}
                    tabIndex={isSame(place, chosen) ? 0 : -1}
                    aria-label={`channel ${place.c + 1}, row ${h + 1}, column ${place.w + 1}`}
                    aria-selected={sameSet(drawn, shown, place)}
                    className={isSame(place, shown) ? 'shown' : undefined}
                    onFocus={() => onChoose(place)}
                    onPointerEnter={() => onPoint(place)}
                  >
                    <span className="value" />
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  );
}

const keyOf = ({ n, h, w, c }: Place): string => [n, h, w, c].join('-');
