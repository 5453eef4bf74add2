/** The classes that were found: how many images each has, a few of them, its name, and whether it is kept. */

import { useEffect, useRef } from 'react';
import type { Picture } from '../../../import/picture.ts';
import type { FoundClass } from '../../../import/survey.ts';
import { grouped } from '../../../spec/numbers.ts';

interface FoundClassesProps {
  readonly classes: readonly FoundClass[];
  /** Labels. */
  readonly kept: readonly string[];
  /** By label. */
  readonly names: Readonly<Record<string, string>>;
  readonly onKept: (labels: readonly string[]) => void;
  readonly onNames: (names: Readonly<Record<string, string>>) => void;
}

/** CSS pixels. */
const SIZE = 32;

export function FoundClasses({ classes, kept, names, onKept, onNames }: FoundClassesProps) {
  const most = Math.max(...classes.map(({ count }) => count));
  const labels = new Set(kept);
  const toggle = (label: string, on: boolean): void =>
    onKept(classes.map((each) => each.label).filter((each) => (each === label ? on : labels.has(each))));
  return (
    <fieldset className="found-classes">
      <legend>Classes</legend>
      <ul>
        {classes.map(({ label, name, count, pictures }) => (
          <li key={label}>
            <input
              type="checkbox"
              aria-label={`Keep ${name}`}
              checked={labels.has(label)}
              onChange={(event) => toggle(label, event.target.checked)}
            />
            <input
              type="text"
              aria-label={`Name of class ${label}`}
              maxLength={40}
              value={names[label] ?? name}
              onChange={(event) => onNames({ ...names, [label]: event.target.value })}
            />
            <span className="found-count" style={{ backgroundSize: `${(100 * count) / most}% 100%` }}>
              {grouped(count)}
            </span>
            <PictureStrip pictures={pictures} size={SIZE} />
          </li>
        ))}
      </ul>
    </fieldset>
  );
}

/** A few pictures side by side in one canvas, each whole in a square. */
interface PictureStripProps {
  readonly pictures: readonly Picture[];
  /** Of a square, in CSS pixels. */
  readonly size: number;
}

const GAP = 4;

function PictureStrip({ pictures, size }: PictureStripProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = pictures.length * (size + GAP);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const scale = devicePixelRatio;
    context.canvas.width = width * scale;
    context.canvas.height = size * scale;
    context.imageSmoothingEnabled = false;
    for (const [i, picture] of pictures.entries()) {
      const fit = Math.min(size / picture.width, size / picture.height) * scale;
      const [w, h] = [picture.width * fit, picture.height * fit];
      const x = i * (size + GAP) * scale + (size * scale - w) / 2;
      context.drawImage(asCanvas(picture), x, (size * scale - h) / 2, w, h);
    }
  }, [pictures, size, width]);
  return <canvas ref={canvas} className="picture-strip" style={{ width, height: size }} />;
}

function asCanvas({ width, height, channels, pixels }: Picture): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height);
  const image = new ImageData(width, height);
  for (let i = 0; i < width * height; i++)
    for (let c = 0; c < 3; c++) image.data[4 * i + c] = pixels[channels === 1 ? i : 3 * i + c] ?? 0;
  for (let i = 3; i < image.data.length; i += 4) image.data[i] = 255;
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return canvas;
}
