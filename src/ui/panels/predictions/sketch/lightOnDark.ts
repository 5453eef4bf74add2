/** Whether a set's images are light on dark, as Fashion-MNIST's are, so that a picture of a thing on white is inverted. */
import { useMemo } from 'react';
import type { Picture } from '../../../../inspection/question.ts';
import { BUILT_IN } from '../../../../spec/dataSets.ts';
import { type DataSpec, isGrey, isSameData } from '../../../../spec/dataSpec.ts';
import type { RunId } from '../../../../worker/protocol.ts';
import { useAnswer } from '../../useAnswer.ts';
import { borderLevel } from './greyscale.ts';

/** Borders are darker than this on average: about a quarter of white, as no photographs' are. */
const DARK = 64;
/** Test images that are looked at. */
const LOOKED_AT = 16;

/** A run's set comes from the worker, as a copy. */
export const isBuiltIn = (spec: DataSpec): boolean => BUILT_IN.some((each) => isSameData(each, spec));

export function isLightOnDark(pictures: readonly Pick<Picture, 'shape' | 'pixels'>[]): boolean {
  const levels = pictures.map(({ shape: [height, width], pixels }) =>
    borderLevel({ width, height, levels: Float32Array.from(pixels) }),
  );
  return levels.length > 0 && levels.reduce((sum, level) => sum + level, 0) / levels.length < DARK;
}

/** Of a set of the visitor's own by its first test images; not before they are known. */
export function useLightOnDark(run: RunId, spec: DataSpec): boolean {
  const builtIn = isBuiltIn(spec);
  const question = useMemo(() => {
    if (builtIn || !isGrey(spec)) return undefined;
    const rows = Array.from({ length: Math.min(LOOKED_AT, spec.counts.test) }, (_, row) => row);
    return { kind: 'pictures', split: 'test', rows } as const;
  }, [builtIn, spec]);
  const pictures = useAnswer<'pictures'>(run, question)?.answer?.answer.pictures;
  return builtIn || isLightOnDark(pictures ?? []);
}
