/** How far the reading is, and a way to end it. */
import type { ImportProgress } from '../../../import/protocol.ts';

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
        {what}: {images.toLocaleString('en-GB')} images, {megabytes(read)} of {megabytes(total)} MB read
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

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
