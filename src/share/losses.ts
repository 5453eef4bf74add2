/** A column of losses as bits, each rounded to a stated precision. */
import { chanceLoss, type DataSpec } from '../spec/dataSpec.ts';
import { type BitReader, type BitWriter, Magnitude, Unreadable, unzigzag, zigzag } from './bits.ts';

/**
 * How losses are rounded: to the leading bits of a float32. Its bits, read as a whole number, grow with the value,
 * evenly within a power of two and about logarithmically overall, so dropping low bits keeps the relative precision;
 * infinity and NaN are numbers like others there, and unlike with a logarithm no two machines round differently.
 */
export interface LossCode {
  /** Low bits of the float32 that are dropped. */
  readonly dropped: number;
  /** The next loss is predicted to be the running mean of about this many. */
  readonly memory: number;
}

/**
 * At most this far from the truth, as a fraction of it, what the float32 itself is off by included. From 1e-37 on;
 * above 3e38 is infinite.
 */
export const relativePrecision = ({ dropped }: LossCode): number => 2 ** (dropped - 24) + 2 ** -24;

/**
 * What the first loss is predicted to be: about that of an untrained network, to a digit, on which all machines agree; 2.3
 * for ten classes. Nothing where nothing is known of the data set.
 */
export const firstLoss = (spec: Pick<DataSpec, 'classes'> | undefined): number =>
  spec ? Math.round(10 * chanceLoss(spec)) / 10 : 0;

/** As a fraction of a power of two: what the first distance is predicted to be. */
const NOISE = 1 / 16;

const codeOf = (loss: number, { dropped }: LossCode): number => {
  if (Number.isNaN(loss)) return 0x7fc00000 >>> dropped;
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, loss);
  return Math.floor((view.getUint32(0) + 2 ** dropped / 2) / 2 ** dropped);
};

const lossOf = (code: number, { dropped }: LossCode): number => {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, code * 2 ** dropped);
  return view.getFloat32(0);
};

/** Foretells a column's next code from those before it, in whole numbers, so that writer and reader agree. */
class Trend {
  readonly #memory: number;
  #sum: number;

  constructor(code: LossCode, first: number) {
    this.#memory = code.memory;
    this.#sum = codeOf(first, code) * code.memory;
  }

  get next(): number {
    return Math.floor(this.#sum / this.#memory);
  }

  learn(code: number): void {
    this.#sum += code - this.next;
  }
}

const firstMagnitude = ({ dropped }: LossCode): Magnitude => new Magnitude(2 ** (23 - dropped) * NOISE);

/** @param first what the first of them is about */
export function writeLosses(
  bits: BitWriter,
  losses: readonly number[],
  lossCode: LossCode,
  first: number,
): void {
  const trend = new Trend(lossCode, first);
  const magnitude = firstMagnitude(lossCode);
  for (const loss of losses) {
    const code = codeOf(loss, lossCode);
    bits.rice(zigzag(code - trend.next), magnitude);
    trend.learn(code);
  }
}

export function readLosses(bits: BitReader, count: number, lossCode: LossCode, first: number): number[] {
  const trend = new Trend(lossCode, first);
  const magnitude = firstMagnitude(lossCode);
  return Array.from({ length: count }, () => {
    const code = trend.next + unzigzag(bits.rice(magnitude));
    if (code < 0 || code >= 2 ** (32 - lossCode.dropped)) throw new Unreadable('a loss is no number');
    trend.learn(code);
    return lossOf(code, lossCode);
  });
}
