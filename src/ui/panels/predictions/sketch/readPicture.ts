/** Reads a picture file into a sketch, with the browser's own decoders. */
import { type ImageShape, isGrey } from '../../../../spec/dataSpec.ts';
import type { Sketch } from '../../../../store/predictionsView.ts';
import { sketchOf } from './fit.ts';
import { colourPlanes, type GreyPicture, greyscale } from './greyscale.ts';

/** A larger file would only freeze the page. */
const MOST_BYTES = 50e6;
/** Longest side that is averaged pixel by pixel; the browser scales down what is larger. */
const MOST_PIXELS = 1120;

export type ReadPicture = { readonly sketch: Sketch } | { readonly problem: string };

/** Turns it as its EXIF data say. A file that is no picture is a problem in words, not an error. */
export async function readPicture(file: File, shape: ImageShape): Promise<ReadPicture> {
  if (file.size > MOST_BYTES) {
    return {
      problem: `${file.name}: ${Math.round(file.size / 1e6)} MB are more than the ${MOST_BYTES / 1e6} MB that can be read.`,
    };
  }
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    return {
      problem: `${file.name} is not a picture that this browser can read. Use a PNG, JPEG, WebP or GIF file.`,
    };
  }
  const planes = planesOf(bitmap, isGrey({ shape }));
  bitmap.close();
  return planes ? { sketch: sketchOf(planes, shape) } : { problem: `${file.name} could not be drawn.` };
}

function planesOf(bitmap: ImageBitmap, grey: boolean): [GreyPicture, ...GreyPicture[]] | undefined {
  const scale = Math.min(1, MOST_PIXELS / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const context = new OffscreenCanvas(width, height).getContext('2d');
  if (!context) return undefined;
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  return grey ? [greyscale(data, width, height)] : colourPlanes(data, width, height);
}
