/** An image of the data set as it is: 28 × 28 grey levels, each a crisp square. */
import { useEffect, useRef } from 'react';
import { PIXELS, SIDE } from '../../data/dataSet.ts';

interface PixelImageProps {
  /** [28 · 28] bytes, rows from the top. */
  readonly pixels: Uint8Array;
  /** What a screen reader says: 'Ankle boot, test image 17'. */
  readonly label: string;
  /** Width and height on the page, in CSS pixels. */
  readonly size: number;
}

export function PixelImage({ pixels, label, size }: PixelImageProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(SIDE, SIDE);
    for (let i = 0; i < PIXELS; i++) {
      const grey = pixels[i] ?? 0;
      image.data.set([grey, grey, grey, 255], 4 * i);
    }
    context.putImageData(image, 0, 0);
  }, [pixels]);
  return (
    <canvas
      ref={canvas}
      className="pixel-image"
      width={SIDE}
      height={SIDE}
      style={{ width: size, height: size }}
      role="img"
      aria-label={label}
    />
  );
}
