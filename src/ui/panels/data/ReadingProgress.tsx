/** How far the reading is, and a way to end it. */
import type { ImportProgress } from '../../../import/protocol.ts';
import { counted, megabytes } from '../../../spec/numbers.ts';

interface ReadingProgressProps {
  readonly what: string;
  readonly progress: ImportProgress | undefined;
  readonly onCancel: () => void;
}

export function ReadingProgress({ what, progress, onCancel }: ReadingProgressProps) {
  const { images = 0, read = 0, total = 1 } = progress ?? {};
  return (
    <>
      <p>
        {what}: {counted(images, 'image')}, {megabytes(read)} of {megabytes(total)} MB read
      </p>
      <progress aria-label={what} value={read} max={total} />
      <div className="dialog-buttons">
        <button type="button" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </>
  );
}
