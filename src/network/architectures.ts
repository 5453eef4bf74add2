/** The networks on offer, as plans: a norm and an activation follow each convolution and each hidden dense layer. */
import type { NetworkName } from '../spec/experiment.ts';

export type LayerPlan =
  | {
      readonly kind: 'conv';
      readonly filters: number;
      readonly kernelSize?: number;
      readonly stride?: number;
    }
  /** Two convolutions, the stride on the first, and a 1 × 1 one beside them where they change the shape (He et al. 2016). */
  | {
      readonly kind: 'residual';
      readonly filters: number;
      readonly kernelSize?: number;
      readonly stride?: number;
    }
  | { readonly kind: 'pool' }
  | { readonly kind: 'gap' }
  | { readonly kind: 'dropout'; readonly rate: number }
  | { readonly kind: 'dense'; readonly units: number };

export interface Architecture {
  readonly blocks: readonly LayerPlan[];
}

const conv = (filters: number): LayerPlan => ({ kind: 'conv', filters });
const dense = (units: number): LayerPlan => ({ kind: 'dense', units });
const dropout = (rate: number): LayerPlan => ({ kind: 'dropout', rate });
const pool: LayerPlan = { kind: 'pool' };

export const ARCHITECTURES: Readonly<Record<NetworkName, Architecture>> = {
  'reference-cnn': {
    blocks: [
      ...[conv(32), conv(32), pool, dropout(0.25)],
      ...[conv(64), conv(64), pool, dropout(0.25)],
      ...[dense(512), dropout(0.5)],
    ],
  },
  'small-cnn': {
    blocks: [conv(8), conv(8), pool, conv(16), conv(16), pool, dense(64)],
  },
  mlp: {
    blocks: [dense(256), dense(128)],
  },
};
