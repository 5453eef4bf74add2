/** Takes picture files that are dropped on it, or chosen within it, and says what is wrong with others. */
import { type DragEvent, type ReactNode, useState } from 'react';
import { SET_ENDINGS } from '../../../../import/describe.ts';
import { type DataSpec, type ImageShape, isGrey } from '../../../../spec/dataSpec.ts';
import type { Sketch } from '../../../../store/predictionsView.ts';
import type { RunId } from '../../../../worker/protocol.ts';
import { hasFolder } from '../../../files/dropped.ts';
import { useActions } from '../../../playground.ts';
import { sketchOf } from './fit.ts';
import { colourPlanes, type GreyPicture, greyscale } from './greyscale.ts';
import { useLightOnDark } from './lightOnDark.ts';

export interface Reading {
  /** What was wrong with the last file. */
  readonly problem: string | undefined;
  read(files: readonly File[]): Promise<void>;
}

/** Results and images to train on, folders among them, which the page imports wherever they are dropped. */
const isForThePage = ({ name }: File): boolean =>
  !name.includes('.') || /(\.json|ubyte)$/i.test(name) || SET_ENDINGS.test(name);

const carriesFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer.types.includes('Files');

interface PictureDropProps {
  /** One of those that are asked. */
  readonly run: RunId;
  /** The set whose form pictures are brought into. */
  readonly spec: DataSpec;
  readonly children: (reading: Reading) => ReactNode;
}

export function PictureDrop({ run, spec, children }: PictureDropProps) {
  const { setPredictions } = useActions();
  const [problem, setProblem] = useState<string>();
  const [over, setOver] = useState(false);
  const { shape } = spec;
  const lightOnDark = useLightOnDark(run, spec);
  const read = async (files: readonly File[]): Promise<void> => {
    const file = files.find(({ type }) => type.startsWith('image/')) ?? files[0];
    if (!file) return;
    const result = await readPicture(file, shape, lightOnDark);
    if ('sketch' in result) setPredictions({ sketch: result.sketch });
    setProblem('problem' in result ? result.problem : undefined);
  };
  const drag = (event: DragEvent): void => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    setOver(true);
  };
  const leave = (event: DragEvent<HTMLElement>): void => {
    const { relatedTarget, currentTarget } = event;
    if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setOver(false);
  };
  const drop = (event: DragEvent): void => {
    setOver(false);
    const files = [...event.dataTransfer.files];
    if (hasFolder(event.dataTransfer) || files.every(isForThePage)) return;
    event.preventDefault();
    void read(files);
  };
  return (
    <section
      className={over ? 'predictions over' : 'predictions'}
      aria-label="Predictions"
      onDragEnter={drag}
      onDragOver={drag}
      onDragLeave={leave}
      onDrop={drop}
    >
      {children({ problem, read })}
      {over && (
        <div className="picture-drop" aria-hidden="true">
          <p>Drop a picture here to ask the networks about it</p>
        </div>
      )}
    </section>
  );
}

/** A larger file would only freeze the page. */
const MOST_BYTES = 50e6;
/** Longest side that is averaged pixel by pixel; the browser scales down what is larger. */
const MOST_PIXELS = 1120;

/** Reads a picture file into a sketch, with the browser's own decoders. */
type ReadPicture = { readonly sketch: Sketch } | { readonly problem: string };

/** Turns it as its EXIF data say. A file that is no picture is a problem in words, not an error. */
async function readPicture(file: File, shape: ImageShape, lightOnDark: boolean): Promise<ReadPicture> {
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
  return planes
    ? { sketch: sketchOf(planes, shape, lightOnDark) }
    : { problem: `${file.name} could not be drawn.` };
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
