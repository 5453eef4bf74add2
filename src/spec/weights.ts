/** What is done to the kernels of convolutions, in words: for form, names of methods, terminal, figures. */
import type { Weights } from './experiment.ts';

export interface WeightsWords {
  /** In the form. */
  readonly name: string;
  /** Behind the name of a norm: '+WS'; in the terminal in small letters. */
  readonly suffix: string;
  /** What that stands for. */
  readonly full?: string;
  /** Of a layer in a picture. */
  readonly detail: string;
}

export const WEIGHTS_WORDS: Readonly<Record<Weights, WeightsWords>> = {
  plain: { name: 'Plain', suffix: '', detail: '' },
  standardized: {
    name: 'Standardized (WS)',
    suffix: '+WS',
    full: 'Weight Standardization (WS)',
    detail: 'standardized (WS)',
  },
  scaled: {
    name: 'Scaled (SWS)',
    suffix: '+SWS',
    full: 'Scaled Weight Standardization (SWS)',
    detail: 'scaled (SWS)',
  },
};
