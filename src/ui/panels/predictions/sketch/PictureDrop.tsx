/** Takes picture files that are dropped on it, or chosen within it, and says what is wrong with others. */
import { type DragEvent, type ReactNode, useState } from 'react';
import type { ImageShape } from '../../../../spec/dataSpec.ts';
import { useActions } from '../../../playground.ts';
import { readPicture } from './readPicture.ts';

export interface Reading {
  /** What was wrong with the last file. */
  readonly problem: string | undefined;
  read(files: readonly File[]): Promise<void>;
}

/** Results, which the page imports wherever they are dropped. */
const RESULTS = /\.(json|zip)$/i;

const carriesFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer.types.includes('Files');

interface PictureDropProps {
  /** What pictures are brought into. */
  readonly shape: ImageShape;
  readonly children: (reading: Reading) => ReactNode;
}

export function PictureDrop({ shape, children }: PictureDropProps) {
  const { setPredictions } = useActions();
  const [problem, setProblem] = useState<string>();
  const [over, setOver] = useState(false);
  const read = async (files: readonly File[]): Promise<void> => {
    const file = files.find(({ type }) => type.startsWith('image/')) ?? files[0];
    if (!file) return;
    const result = await readPicture(file, shape);
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
    if (files.length === 0 || files.every(({ name }) => RESULTS.test(name))) return;
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
