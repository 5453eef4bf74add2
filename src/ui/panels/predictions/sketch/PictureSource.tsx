/** Where a picture comes from that was not drawn: a file, or the test set. */
import { useMemo, useRef, useState } from 'react';
import type { Picture } from '../../../../inspection/question.ts';
import type { RunId } from '../../../../worker/protocol.ts';
import { useActions } from '../../../playground.ts';
import { ImageChoice } from '../../inside/ImageChoice.tsx';
import { useAnswer } from '../../useAnswer.ts';
import { useSpec } from '../../useSpec.ts';
import { wholeOf } from './fit.ts';
import type { Reading } from './PictureDrop.tsx';

interface PictureSourceProps {
  /** Whose data set the test images are taken from. */
  readonly run: RunId;
  readonly reading: Reading;
}

export function PictureSource({ run, reading }: PictureSourceProps) {
  return (
    <>
      <FileButton onFiles={reading.read} />
      <TestImage run={run} />
    </>
  );
}

function FileButton({ onFiles }: { readonly onFiles: Reading['read'] }) {
  const input = useRef<HTMLInputElement>(null);
  const read = async (files: readonly File[]): Promise<void> => {
    await onFiles(files);
    // The same file can be chosen once more.
    if (input.current) input.current.value = '';
  };
  return (
    <div className="picture-file">
      <button type="button" onClick={() => input.current?.click()}>
        Choose a picture …
      </button>
      <span className="remark">or drop one here</span>
      <input
        ref={input}
        type="file"
        aria-label="Picture file"
        className="visually-hidden"
        tabIndex={-1}
        accept="image/*"
        onChange={({ target }) => read([...(target.files ?? [])])}
      />
    </div>
  );
}

function TestImage({ run }: { readonly run: RunId }) {
  const { setPredictions } = useActions();
  const [row, setRow] = useState(0);
  const question = useMemo(() => ({ kind: 'pictures', split: 'test', rows: [row] }) as const, [row]);
  const asked = useAnswer<'pictures'>(run, question);
  const picture = asked?.answer?.answer.pictures[0];
  const spec = useSpec(run);
  const put = ({ pixels, shape }: Picture): void =>
    setPredictions({ sketch: { pixels, shape, box: wholeOf(shape), inverted: false } });
  return (
    <fieldset className="test-image">
      <legend>Start from a test image</legend>
      <ImageChoice spec={spec} row={row} onRow={setRow} picture={picture} />
      <button type="button" disabled={!picture} onClick={() => picture && put(picture)}>
        Put it on the square
      </button>
    </fieldset>
  );
}
