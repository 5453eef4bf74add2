/** How a run ended, as bits. */
import type { Outcome, Recalibrated, Score } from '../training/events.ts';
import { readAccuracies, writeAccuracies } from './accuracies.ts';
import { type BitReader, type BitWriter, said, Unreadable } from './bits.ts';
import { MAX_POSITION, toPosition } from './positions.ts';

/** The order is part of the format: two bits name a kind by its place. */
const KINDS = ['stopped', 'finished', 'diverged', 'failed'] as const satisfies Outcome['kind'][];
const MESSAGE_CHARACTERS = 200;

/** @param tested images of the test; written out, since data sets differ */
export function writeOutcome(bits: BitWriter, outcome: Outcome, tested: number): void {
  bits.bits(KINDS.indexOf(outcome.kind), 2);
  switch (outcome.kind) {
    case 'stopped':
      break;
    case 'finished':
      writeScore(bits, outcome.test, tested);
      bits.bit(outcome.recalibrated !== undefined);
      if (outcome.recalibrated) {
        bits.whole(toPosition(outcome.recalibrated.images));
        writeScore(bits, outcome.recalibrated.test, tested);
      }
      break;
    case 'diverged':
      bits.whole(toPosition(outcome.step));
      bits.text(outcome.message, MESSAGE_CHARACTERS);
      break;
    case 'failed':
      bits.text(outcome.message, MESSAGE_CHARACTERS);
      break;
    default:
      outcome satisfies never;
  }
}

/**
 * @param weightsSha256 of the final weights, which a finished run's outcome names
 * @param version of the results (results.ts)
 */
export function readOutcome(bits: BitReader, weightsSha256: string | null, version: number): Outcome {
  const kind = KINDS[bits.bits(2)];
  switch (kind) {
    case 'finished': {
      const test = readScore(bits);
      const recalibrated = version > 1 && bits.bit() && readRecalibrated(bits);
      return {
        kind,
        test,
        ...(recalibrated && { recalibrated }),
        ...(weightsSha256 !== null && { weightsSha256 }),
      };
    }
    case 'diverged':
      return { kind, step: bits.wholeUpTo(MAX_POSITION, 'steps'), message: said(bits) };
    case 'failed':
      return { kind, message: said(bits) };
    case 'stopped':
    case undefined:
      return { kind: 'stopped' };
    default:
      return kind satisfies never;
  }
}

const readRecalibrated = (bits: BitReader): Recalibrated => ({
  images: bits.wholeUpTo(MAX_POSITION, 'training images'),
  test: readScore(bits),
});

/** Exactly: it is what tables, statistics and verdicts are made of. */
function writeScore(bits: BitWriter, { loss, acc }: Score, tested: number): void {
  bits.float64(loss);
  bits.whole(tested);
  writeAccuracies(bits, [acc], [tested]);
}

function readScore(bits: BitReader): Score {
  const loss = bits.float64();
  const tested = bits.wholeUpTo(MAX_POSITION, 'test images');
  if (tested === 0) throw new Unreadable('a test has no images');
  const [acc = Number.NaN] = readAccuracies(bits, [tested]);
  return { loss, acc };
}
