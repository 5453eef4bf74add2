/** What stands before a JPEG's pixels. https://www.w3.org/Graphics/JPEG/itu-t81.pdf */

/** Segments with their markers, as far as the pixels. */
function* segmentsOf(view: DataView): Generator<{ readonly marker: number; readonly at: number }> {
  for (let at = 2; at + 9 < view.byteLength; ) {
    const marker = view.getUint16(at);
    // Markers may be filled up from before.
    if (marker === 0xffff) at++;
    else {
      yield { marker, at: at + 4 };
      if (isFrame(marker)) return;
      at += 2 + view.getUint16(at + 2);
    }
  }
}

const isFrame = (marker: number): boolean =>
  marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);

/** Before it is turned upright; 0 where it does not say. */
export function sizeOfJpeg(view: DataView): { width: number; height: number } {
  for (const { marker, at } of segmentsOf(view))
    if (isFrame(marker)) return { width: view.getUint16(at + 3), height: view.getUint16(at + 1) };
  return { width: 0, height: 0 };
}

const ADOBE = 0x41646f62;
const JFIF = 0x4a464946;
const RGB = [0x52, 0x47, 0x42];

/**
 * Whether its three components are red, green and blue, and not brightness and colour, by libjpeg's rules
 * (jdapimin.c, default_decompress_parms).
 */
export function isRgb(jpeg: Uint8Array): boolean {
  const view = new DataView(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
  let transform: number | undefined;
  for (const { marker, at } of segmentsOf(view)) {
    if (marker === 0xffe0 && view.getUint32(at) === JFIF) return false;
    if (marker === 0xffee && view.getUint32(at) === ADOBE) transform = view.getUint8(at + 11);
    if (isFrame(marker) && view.getUint8(at + 5) === 3)
      return transform === undefined
        ? RGB.every((letter, i) => view.getUint8(at + 6 + 3 * i) === letter)
        : transform === 0;
  }
  return false;
}

const EXIF = 0x45786966;
const EXIF_ORIENTATION = 0x0112;

/** How a camera was held, 1 … 8 (EXIF 2.32, 4.6.4); 1, upright, where the file does not say. */
export function orientationOf(jpeg: Uint8Array): number {
  const view = new DataView(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
  for (const { marker, at } of segmentsOf(view)) {
    if (marker !== 0xffe1 || at + 14 > view.byteLength || view.getUint32(at) !== EXIF) continue;
    const tiff = at + 6;
    const little = view.getUint16(tiff) === 0x4949;
    const directory = tiff + view.getUint32(tiff + 4, little);
    if (directory + 2 > view.byteLength) return 1;
    const entries = view.getUint16(directory, little);
    for (let entry = directory + 2; entry < directory + 2 + 12 * entries; entry += 12) {
      if (entry + 10 > view.byteLength) return 1;
      if (view.getUint16(entry, little) === EXIF_ORIENTATION) return view.getUint16(entry + 8, little);
    }
  }
  return 1;
}
