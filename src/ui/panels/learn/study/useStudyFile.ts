/** The measured figures, fetched once when they are first wanted. */
import { useEffect, useState } from 'react';
import { readStudyFile, type StudyFile } from '../../../../results/studyFile.ts';

export type StudyFigures =
  | { readonly kind: 'loading' }
  | { readonly kind: 'there'; readonly file: StudyFile }
  /** Why there are none, in words. */
  | { readonly kind: 'missing'; readonly why: string };

let fetched: Promise<StudyFigures> | undefined;

async function fetchFigures(): Promise<StudyFigures> {
  try {
    const response = await fetch(new URL('study.json', document.baseURI));
    if (!response.ok) return { kind: 'missing', why: `study.json is not there (${response.status})` };
    const read = readStudyFile(await response.json());
    if ('file' in read) return { kind: 'there', file: read.file };
    return { kind: 'missing', why: `study.json cannot be read: ${read.problem}` };
  } catch (error) {
    const why = error instanceof Error ? error.message : error;
    return { kind: 'missing', why: `study.json cannot be read: ${why}` };
  }
}

export function useStudyFile(): StudyFigures {
  const [figures, setFigures] = useState<StudyFigures>({ kind: 'loading' });
  useEffect(() => {
    let wanted = true;
    fetched ??= fetchFigures();
    void fetched.then((result) => {
      // Another visit of the tab tries again.
      if (result.kind === 'missing') fetched = undefined;
      if (wanted) setFigures(result);
    });
    return () => {
      wanted = false;
    };
  }, []);
  return figures;
}
