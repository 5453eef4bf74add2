/** BMP: what its decoder would misread is turned round, or refused in words. */
import decode from 'decode-bmp';
import { Unreadable } from './refusal.ts';

/** Bytes of the headers: of the file, of Windows 3's and of the first to have masks in it. */
const [FILE, WINDOWS, WITH_MASKS] = [14, 40, 56];
/** Compressions: none, and pixels whose colours masks name. */
const [NONE, MASKS] = [0, 3];
/** Of red, green and blue: as without masks. */
const USUAL_MASKS = [0xff0000, 0xff00, 0xff];

/** Red, green, blue and one byte more of each pixel, rows from the top. @throws Unreadable */
export function decodeBmp(bytes: Uint8Array): ReturnType<typeof decode> {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  const header = view.getUint32(FILE, true);
  if (header < WINDOWS) throw new Unreadable('a BMP as OS/2 wrote it: save it as PNG');
  const [depth, compression] = [view.getUint16(28, true), view.getUint32(30, true)];
  if (depth === 16) throw new Unreadable('a BMP of 16 bits a pixel: save it as PNG');
  const masked = compression === MASKS && depth === 32 && header >= WITH_MASKS;
  const usual = USUAL_MASKS.every((mask, i) => view.getUint32(FILE + WINDOWS + 4 * i, true) === mask);
  if (compression === MASKS && !(masked && usual))
    throw new Unreadable('a BMP with masks for its colours: save it as PNG');
  if (compression !== NONE && compression !== MASKS) throw new Unreadable('a compressed BMP: save it as PNG');
  const height = view.getInt32(22, true);
  view.setInt32(22, Math.abs(height), true);
  const picture = decode(copy);
  if (height < 0) turnOver(picture);
  return picture;
}

/** The first row was the top one. */
function turnOver({ width, height, data }: ReturnType<typeof decode>): void {
  const row = 4 * width;
  for (let y = 0; y < Math.floor(height / 2); y++) {
    const [above, below] = [y * row, (height - 1 - y) * row];
    const kept = data.slice(above, above + row);
    data.copyWithin(above, below, below + row);
    data.set(kept, below);
  }
}
