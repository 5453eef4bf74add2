/** An image of the data set as it is, grey or in colour, each pixel a crisp square. */
import { useEffect, useRef } from 'react';
import type { ImageShape } from '../../spec/dataSpec.ts';

interface PixelImageProps {
  /** [height · width · channels] bytes, rows from the top. */
  readonly pixels: Uint8Array;
  readonly shape: ImageShape;
  /** What a screen reader says: 'Ankle boot, test image 17'. */
  readonly label: string;
  /** The longer side on the page, in CSS pixels. */
  readonly size: number;
}

export function PixelImage({ pixels, shape, label, size }: PixelImageProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [height, width, channels] = shape;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(width, height);
    for (let i = 0; i < width * height; i++) {
      const [red = 0, green = red, blue = red] = pixels.subarray(i * channels, (i + 1) * channels);
      image.data.set([red, green, blue, 255], 4 * i);
    }
    context.putImageData(image, 0, 0);
  }, [pixels, height, width, channels]);
  const scale = size / Math.max(width, height);
  return (
    <canvas
      ref={canvas}
      className="pixel-image"
      width={width}
      height={height}
      style={{ width: scale * width, height: scale * height }}
      role="img"
      aria-label={label}
    />
  );
}
