/** The measured figures, fetched once when they are first wanted. */
import { useEffect, useState } from 'react';
import { readStudyFile, type StudyFile } from '../../../../results/studyFile.ts';

export type StudyFigures =
  | { readonly kind: 'loading' }
  | { readonly kind: 'there'; readonly files: StudyFiles }
  /** Why there are none, in words. */
  | { readonly kind: 'missing'; readonly why: string };

/** With the study's own budget; and a quick one, for what is not trained in full yet. */
export type StudyFiles = readonly [full: StudyFile, quick?: StudyFile];

let fetched: Promise<StudyFigures> | undefined;

/** @returns the file, or why there is none */
async function fetchFile(name: string): Promise<StudyFile | string> {
  try {
    const response = await fetch(new URL(name, document.baseURI));
    if (!response.ok) return `${name} is not there (${response.status})`;
    const read = readStudyFile(await response.json());
    return 'file' in read ? read.file : `${name} cannot be read: ${read.problem}`;
  } catch (error) {
    return `${name} cannot be read: ${error instanceof Error ? error.message : error}`;
  }
}

async function fetchFigures(): Promise<StudyFigures> {
  const [full, quick] = await Promise.all([fetchFile('study.json'), fetchFile('study-quick.json')]);
  if (typeof full === 'string') return { kind: 'missing', why: full };
  return { kind: 'there', files: typeof quick === 'string' ? [full] : [full, quick] };
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
