/**
 * How batch norm's moving variance follows the minibatches' (Ioffe & Szegedy 2015, algorithm 2; Keras 2.2), for n
 * independent normal values of variance σ² in a minibatch, such as a dense layer's unit has:
 *
 *   v ← m·v + (1 − m)·s²,  v₀ = 1,  s² the unbiased variance:  E s² = σ²,  sd s² = σ²·√(2 / (n − 1))
 *   E vₜ = mᵗ + (1 − mᵗ)·σ²
 *   sd vₜ = sd s² · √((1 − m) / (1 + m) · (1 − m²ᵗ))
 */
import { counted, decimal, grouped, roughPercent } from '../../../../spec/numbers.ts';
import { shareOfStart } from '../../../../spec/warmUp.ts';

export interface Settings {
  /** Images in a minibatch, at least 2: one value has no variance. */
  readonly batch: number;
  /** 0 … 1 */
  readonly momentum: number;
  /** σ², of the values. */
  readonly variance: number;
}

export interface Expected {
  readonly mean: number;
  /** Standard deviation from run to run. */
  readonly deviation: number;
}

/** Of one minibatch's variance. */
export const ofMinibatch = ({ batch, variance }: Settings): Expected => ({
  mean: variance,
  deviation: variance * Math.sqrt(2 / (batch - 1)),
});

/** Of the moving variance. */
export function afterUpdates(updates: number, settings: Settings): Expected {
  const { momentum, variance } = settings;
  const left = shareOfStart(momentum, updates);
  const averaged = ((1 - momentum) / (1 + momentum)) * (1 - left ** 2);
  return {
    mean: left + (1 - left) * variance,
    deviation: ofMinibatch(settings).deviation * Math.sqrt(averaged),
  };
}

/** Where the moving variance stands, in words. */
export function describeAfter(updates: number, settings: Settings): string {
  const { momentum, variance, batch } = settings;
  const left = shareOfStart(momentum, updates);
  const { mean, deviation } = afterUpdates(updates, settings);
  const noise = ofMinibatch(settings).deviation / variance;
  const times = counted(updates, 'update');
  return `After ${times} the moving variance has come ${roughPercent(1 - left)} of the way: ${decimal(mean)} ± ${decimal(deviation)}, and ${decimal(variance, 0)} is right. A minibatch of ${grouped(batch)} is off by ± ${roughPercent(noise)}.`;
}
