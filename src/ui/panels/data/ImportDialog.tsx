/** Images that were dropped, at a glance and before any is kept: what was found, what is to become of it. */
import { useCallback, useEffect, useRef, useState } from 'react';
import '../../styles/ownImages.css';
import { type ImportJob, startKeeping, startSurvey } from '../../../import/client.ts';
import type { ImportProgress, Kept } from '../../../import/protocol.ts';
import type { Reading } from '../../../import/sample.ts';
import type { Survey } from '../../../import/survey.ts';
import type { SourceFile } from '../../../import/unpack.ts';
import { grouped } from '../../../spec/numbers.ts';
import { Dialog } from '../Dialog.tsx';
import { type Choice, firstChoice, nextChoice } from './choice.ts';
import { FoundClasses } from './FoundClasses.tsx';
import { PackingFields } from './PackingFields.tsx';
import { ReadingProgress } from './ReadingProgress.tsx';
import { SkippedFiles } from './SkippedFiles.tsx';

const SURVEYING = 'Looking at what there is';

interface ImportDialogProps {
  readonly files: readonly SourceFile[];
  /** Ids of sets that the page asks for or has: with such a checksum this is that set. */
  readonly wanted: readonly string[];
  readonly onClose: () => void;
  /** The set is in the browser now. */
  readonly onKept: (kept: Kept) => void;
}

export default function ImportDialog({ files, wanted, onClose, onKept }: ImportDialogProps) {
  const [reading, setReading] = useState<Reading>({});
  const [found, setFound] = useState<Survey>();
  const [chosen, setChosen] = useState<Choice>();
  const [progress, setProgress] = useState<ImportProgress>();
  const [failure, setFailure] = useState<string>();
  const [doing, setDoing] = useState<string | undefined>(SURVEYING);
  const job = useRef<ImportJob<unknown>>(undefined);

  /** Tells how it goes. What was chosen before stays when it fails, so that something else can be. */
  const follow = useCallback(<T,>(what: string, work: ImportJob<T>, onDone: (result: T) => void): void => {
    job.current = work;
    setFailure(undefined);
    setProgress(undefined);
    setDoing(what);
    work.done.then(
      (result) => {
        setDoing(undefined);
        onDone(result);
      },
      (error: unknown) => {
        if (error instanceof DOMException && error.name === 'AbortError') return;
        setDoing(undefined);
        setFailure(error instanceof Error ? error.message : String(error));
      },
    );
  }, []);

  useEffect(() => {
    const survey = startSurvey({ files, reading }, setProgress);
    follow(SURVEYING, survey, (result) => {
      setFound(result);
      const first = firstChoice(files, result);
      setChosen((before) => (before ? nextChoice(before, first, result) : first));
    });
    return () => survey.cancel();
  }, [files, reading, follow]);

  const keep = ({ name, packing, classNames }: Choice): void => {
    const command = {
      files,
      packing: { ...packing, ...reading },
      name,
      wanted,
      classNames: packing.classes.map((label) => classNames[label]?.trim() || label),
    };
    follow('Reading images', startKeeping(command, setProgress), onKept);
  };

  return (
    <Dialog
      title="Your images"
      className="import-dialog"
      onClose={() => {
        job.current?.cancel();
        onClose();
      }}
    >
      {(close) => (
        <>
          {failure && (
            <p role="alert" className="problem">
              {failure}
            </p>
          )}
          {doing && <ReadingProgress what={doing} progress={progress} onCancel={close} />}
          {!doing && found && chosen && (
            <form
              onSubmit={(event) => {
                event.preventDefault();
                keep(chosen);
              }}
            >
              <p>
                {grouped(found.images)} images in {found.classes.length} classes
                {sizesOf(found)}. They stay in this browser: nothing is uploaded.
              </p>
              {found.warnings.map((warning) => (
                <p key={warning} className="remark caution">
                  {warning}
                </p>
              ))}
              <PackingFields
                survey={found}
                name={chosen.name}
                packing={chosen.packing}
                reading={reading}
                onName={(name) => setChosen({ ...chosen, name })}
                onPacking={(packing) => setChosen({ ...chosen, packing })}
                onReading={setReading}
              />
              <FoundClasses
                classes={found.classes}
                kept={chosen.packing.classes}
                names={chosen.classNames}
                onKept={(classes) => setChosen({ ...chosen, packing: { ...chosen.packing, classes } })}
                onNames={(classNames) => setChosen({ ...chosen, classNames })}
              />
              <SkippedFiles skipped={found.skipped} />
              <div className="dialog-buttons">
                <button type="button" onClick={close}>
                  Cancel
                </button>
                <button type="submit" className="primary" disabled={chosen.packing.classes.length < 2}>
                  Use these images
                </button>
              </div>
            </form>
          )}
          {failure && !found && (
            <div className="dialog-buttons">
              <button type="button" onClick={close}>
                Close
              </button>
            </div>
          )}
        </>
      )}
    </Dialog>
  );
}

/** ', 28 × 28 pixels'; ', 12 sizes from 20 × 31 to 640 × 480' */
function sizesOf({ sizes }: Survey): string {
  const [first] = sizes;
  if (!first) return '';
  const words = ({ width, height }: { width: number; height: number }) => `${width} × ${height}`;
  if (sizes.length === 1) return `, ${words(first)} pixels`;
  const byArea = [...sizes].sort((a, b) => a.width * a.height - b.width * b.height);
  const [least = first, most = first] = [byArea[0], byArea.at(-1)];
  return `, ${sizes.length} sizes from ${words(least)} to ${words(most)} pixels`;
}
