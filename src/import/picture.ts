/**
 * Pictures from files, decoded here and not by a canvas: browsers that resist fingerprinting change the pixels that are
 * read back from one, and every machine should train on the same bytes. (JPEG's last bit is the decoder's.)
 */
import decodeWebp from '@jsquash/webp/decode.js';
import { convertIndexedToRgb, decode as decodePng } from 'fast-png';
import { decode as decodeJpeg } from 'jpeg-js';
import { GifReader } from 'omggif';
import { decodeBmp } from './bmp.ts';
import { isRgb, orientationOf, sizeOfJpeg } from './jpeg.ts';
import { pixelsOnly } from './png.ts';
import { LIMITS, Unreadable } from './refusal.ts';

/** [height, width, channels] bytes, rows from the top; one channel is grey, three are red, green, blue. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly pixels: Uint8Array;
}

export type PictureKind = 'png' | 'jpeg' | 'gif' | 'bmp' | 'webp';

export const PICTURE_KINDS: ReadonlySet<string> = new Set<PictureKind>(['png', 'jpeg', 'gif', 'bmp', 'webp']);

/** @throws Unreadable */
export async function decodePicture(kind: PictureKind, bytes: Uint8Array): Promise<Picture> {
  const { width, height } = sizeOf(kind, bytes);
  if (!(width > 0 && height > 0)) throw new Unreadable('a picture without a size');
  if (width * height > LIMITS.picturePixels)
    throw new Unreadable(`a picture of ${width} × ${height} pixels: make it smaller than 50 million`);
  try {
    return await DECODERS[kind](bytes);
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    throw new Unreadable(
      `a damaged ${kind.toUpperCase()} (${error instanceof Error ? error.message : String(error)})`,
    );
  }
}

/** Width and height in pixels as the file's head says, before a JPEG is turned upright; 0 where it says nothing. */
export function sizeOf(kind: PictureKind, bytes: Uint8Array): { width: number; height: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const none = { width: 0, height: 0 };
  try {
    switch (kind) {
      case 'png':
        return { width: view.getUint32(16), height: view.getUint32(20) };
      case 'gif':
        return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
      case 'bmp':
        return { width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) };
      case 'webp':
        return sizeOfWebp(view);
      case 'jpeg':
        return sizeOfJpeg(view);
      default:
        return kind satisfies never;
    }
  } catch {
    return none;
  }
}

/** https://developers.google.com/speed/webp/docs/riff_container */
function sizeOfWebp(view: DataView): { width: number; height: number } {
  const chunk = String.fromCharCode(...[12, 13, 14, 15].map((at) => view.getUint8(at)));
  const uint24 = (at: number) => view.getUint16(at, true) + (view.getUint8(at + 2) << 16);
  if (chunk === 'VP8X') return { width: uint24(24) + 1, height: uint24(27) + 1 };
  if (chunk === 'VP8 ')
    return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  const bits = view.getUint32(21, true);
  return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
}

/** Megabytes for 50 million pixels: what its decoder needs of three components, 21 bytes each pixel. */
const JPEG_MEMORY = 1024;

const DECODERS: Readonly<Record<PictureKind, (bytes: Uint8Array) => Picture | Promise<Picture>>> = {
  png: (bytes) => {
    const png = decodePng(pixelsOnly(bytes));
    const { width, height, data, depth, channels } = png;
    if (png.palette) {
      const colours = convertIndexedToRgb(png);
      return simplest(onGround(width, height, colours.length / (width * height), colours));
    }
    if (data instanceof Uint16Array)
      return onGround(
        width,
        height,
        channels,
        Uint8Array.from(data, (value) => value >> 8),
      );
    return onGround(width, height, channels, depth < 8 ? spreadBits(width, depth, data) : data);
  },
  jpeg: (bytes) => {
    const { width, height, data } = decodeJpeg(bytes, {
      useTArray: true,
      formatAsRGBA: false,
      maxMemoryUsageInMB: JPEG_MEMORY,
      ...(isRgb(bytes) && { colorTransform: false }),
    });
    return upright(simplest(onGround(width, height, 3, data)), orientationOf(bytes));
  },
  gif: (bytes) => {
    const gif = new GifReader(bytes);
    const { width, height } = gif;
    const pixels = new Uint8Array(width * height * 4);
    gif.decodeAndBlitFrameRGBA(0, pixels);
    return simplest(onGround(width, height, 4, pixels));
  },
  bmp: (bytes) => {
    const { width, height, data } = decodeBmp(bytes);
    // What stands in the fourth byte is opacity in some files and nothing in most.
    for (let at = 3; at < data.length; at += 4) data[at] = 255;
    return simplest(onGround(width, height, 4, data));
  },
  webp: async (bytes) => {
    const { width, height, data } = await decodeWebp(bytes.slice().buffer);
    return simplest(onGround(width, height, 4, data));
  },
};

/** Brighter than this on average, a picture would not be seen on white. */
const NEARLY_WHITE = 230;

/**
 * One to four channels: grey, grey and opacity, colour, colour and opacity. What is transparent shows white, or black
 * where nothing would be seen on white.
 */
export function onGround(width: number, height: number, channels: number, data: ArrayLike<number>): Picture {
  const colours = channels < 3 ? 1 : 3;
  const count = width * height;
  const pixels = new Uint8Array(count * colours);
  const opaque = channels % 2 === 1;
  const ground = opaque || averageOf(channels, data) < NEARLY_WHITE ? 255 : 0;
  for (let pixel = 0; pixel < count; pixel++) {
    const alpha = opaque ? 255 : (data[(pixel + 1) * channels - 1] ?? 255);
    for (let c = 0; c < colours; c++) {
      const value = data[pixel * channels + c] ?? 0;
      pixels[pixel * colours + c] = opaque
        ? value
        : Math.round((value * alpha + ground * (255 - alpha)) / 255);
    }
  }
  return { width, height, channels: colours, pixels };
}

/** Of all values, by opacity; 0 where all is transparent. @param channels the last is opacity */
function averageOf(channels: number, data: ArrayLike<number>): number {
  let [sum, weight] = [0, 0];
  for (let at = 0; at + channels <= data.length; at += channels) {
    const alpha = data[at + channels - 1] ?? 0;
    for (let c = 0; c < channels - 1; c++) sum += alpha * (data[at + c] ?? 0);
    weight += alpha * (channels - 1);
  }
  return weight > 0 ? sum / weight : 0;
}

/** Grey pictures that are stored as colours have one channel. */
function simplest(picture: Picture): Picture {
  const { width, height, channels, pixels } = picture;
  if (channels === 1) return picture;
  for (let at = 0; at < pixels.length; at += 3)
    if (pixels[at] !== pixels[at + 1] || pixels[at] !== pixels[at + 2]) return picture;
  return {
    width,
    height,
    channels: 1,
    pixels: Uint8Array.from({ length: width * height }, (_, i) => pixels[3 * i] ?? 0),
  };
}

/** Grey of less than eight bits: rows begin at a byte, the leftmost pixel in its high bits. */
function spreadBits(width: number, depth: number, packed: ArrayLike<number>): Uint8Array {
  const rowBytes = Math.ceil((width * depth) / 8);
  const height = Math.floor(packed.length / rowBytes);
  const most = 2 ** depth - 1;
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const bit = x * depth;
      const byte = packed[y * rowBytes + (bit >> 3)] ?? 0;
      pixels[y * width + x] = (((byte >> (8 - depth - (bit & 7))) & most) * 255) / most;
    }
  return pixels;
}

/** Turned and mirrored as orientation 1 … 8 says. */
function upright(picture: Picture, orientation: number): Picture {
  if (orientation < 2 || orientation > 8) return picture;
  const { width, height, channels, pixels } = picture;
  const sideways = orientation >= 5;
  const [w, h] = sideways ? [height, width] : [width, height];
  const right = [2, 3, 7, 8].includes(orientation);
  const below = [3, 4, 6, 7].includes(orientation);
  const out = new Uint8Array(pixels.length);
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++) {
      const [a, b] = sideways ? [y, x] : [x, y];
      const [fromX, fromY] = [right ? width - 1 - a : a, below ? height - 1 - b : b];
      const from = (fromY * width + fromX) * channels;
      out.set(pixels.subarray(from, from + channels), (y * w + x) * channels);
    }
  return { width: w, height: h, channels, pixels: out };
}
