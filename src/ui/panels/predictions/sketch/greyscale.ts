/** From a colour picture to grey levels. */

export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  /** [height · width] grey levels, 0 … 255, rows from the top. */
  readonly levels: Float32Array;
}

/** Y′ of gamma-encoded colours, with the weights of ITU-R BT.709. */
const luma = (rgba: ArrayLike<number>, at: number): number =>
  0.2126 * byte(rgba, at) + 0.7152 * byte(rgba, at + 1) + 0.0722 * byte(rgba, at + 2);

/** What is transparent lies on white, as cut-out product pictures are meant, but what is bright itself on black: it would not be seen. */
function groundOf(rgba: ArrayLike<number>): number {
  let [sum, opaque] = [0, 0];
  for (let at = 0; at < rgba.length; at += 4) {
    sum += byte(rgba, at + 3) * luma(rgba, at);
    opaque += byte(rgba, at + 3);
  }
  return opaque > 0 && sum / opaque > HALF ? 0 : 255;
}

/** @param rgba [height · width · 4] bytes, not premultiplied */
export function greyscale(rgba: ArrayLike<number>, width: number, height: number): GreyPicture {
  const ground = groundOf(rgba);
  const levels = new Float32Array(width * height);
  for (let i = 0; i < levels.length; i++) {
    const opacity = byte(rgba, 4 * i + 3) / 255;
    levels[i] = opacity * luma(rgba, 4 * i) + (1 - opacity) * ground;
  }
  return { width, height, levels };
}

/** The red, green and blue of a picture, each as if it were grey, in the same way. */
export function colourPlanes(
  rgba: ArrayLike<number>,
  width: number,
  height: number,
): [GreyPicture, GreyPicture, GreyPicture] {
  const ground = groundOf(rgba);
  const planeOf = (channel: number): GreyPicture => ({
    width,
    height,
    levels: Float32Array.from({ length: width * height }, (_, i) => {
      const opacity = byte(rgba, 4 * i + 3) / 255;
      return opacity * byte(rgba, 4 * i + channel) + (1 - opacity) * ground;
    }),
  });
  return [planeOf(0), planeOf(1), planeOf(2)];
}

const byte = (rgba: ArrayLike<number>, at: number): number => rgba[at] ?? 0;

/** Between black and white. */
const HALF = 127.5;

/** Whether the outermost pixels are bright on average: then the picture is dark on light, unlike Fashion-MNIST. */
export const hasBrightBorder = (picture: GreyPicture): boolean => borderLevel(picture) > HALF;

/** Of the outermost pixels, on average. */
export function borderLevel({ width, height, levels }: GreyPicture): number {
  let sum = 0;
  let count = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (x > 0 && x < width - 1 && y > 0 && y < height - 1) continue;
      sum += levels[y * width + x] ?? 0;
      count++;
    }
  }
  return count > 0 ? sum / count : 0;
}
