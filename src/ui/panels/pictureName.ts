/** What an image of the data set is called. */

import { CLASSES } from '../../data/dataSet.ts';
import type { Picture } from '../../inspection/question.ts';
import { grouped } from '../../spec/numbers.ts';

const SPLIT = { train: 'training', validation: 'validation', test: 'test' } as const;

/** 'Ankle boot' */
export const className = (label: number): string => CLASSES[label] ?? `class ${label}`;

/** 'Ankle boot, test image 17' */
export const pictureName = ({ label, split, row }: Omit<Picture, 'pixels'>): string =>
  `${className(label)}, ${SPLIT[split]} image ${grouped(row)}`;
