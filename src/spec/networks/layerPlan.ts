/** One word of a network's text as a value. A norm and an activation follow each convolution and hidden dense layer. */

export type LayerPlan =
  | {
      /** `residual`: two convolutions, the stride on the first, and a 1 × 1 one beside them where they change the shape (He et al. 2016). */
      readonly kind: 'conv' | 'residual';
      readonly filters: number;
      /** Of the square kernels; odd. */
      readonly kernelSize: number;
      readonly stride: number;
    }
  /** The maximum of each 2 × 2 values. */
  | { readonly kind: 'pool' }
  /** The mean of each channel. */
  | { readonly kind: 'gap' }
  | { readonly kind: 'dropout'; readonly rate: number }
  | { readonly kind: 'dense'; readonly units: number };

export type PlanKind = LayerPlan['kind'];

/** Of a text and of its layers. Weights are those of kernels and biases. */
export const NETWORK_LIMITS = {
  layers: 40,
  filters: 512,
  kernelSize: 15,
  stride: 8,
  /** Percent. */
  dropout: 90,
  weights: 5_000_000,
} as const;
