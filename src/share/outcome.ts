/** How a run ended, as bits. */
import type { Outcome, Recalibrated, Score } from '../training/events.ts';
import { readAccuracies, writeAccuracies } from './accuracies.ts';
import { type BitReader, type BitWriter, said, Unreadable } from './bits.ts';
import { MAX_POSITION, toPosition } from './positions.ts';

/** The order is part of the format: two bits name a kind by its place. */
const KINDS = ['stopped', 'finished', 'diverged', 'failed'] as const satisfies Outcome['kind'][];
const MESSAGE_CHARACTERS = 200;

/** @param scored images of the test and of the validation; written out, since data sets differ */
export function writeOutcome(
  bits: BitWriter,
  outcome: Outcome,
  scored: { readonly test: number; readonly validation: number },
): void {
  bits.bits(KINDS.indexOf(outcome.kind), 2);
  switch (outcome.kind) {
    case 'stopped':
      break;
    case 'finished':
      writeScore(bits, outcome.test, scored.test);
      bits.bit(outcome.recalibrated !== undefined);
      if (outcome.recalibrated) {
        const { images, test, validation } = outcome.recalibrated;
        bits.whole(toPosition(images));
        writeScore(bits, test, scored.test);
        bits.bit(validation !== undefined);
        if (validation) writeScore(bits, validation, scored.validation);
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
      const test = readScore(bits, 'test');
      const recalibrated = version > 1 && bits.bit() && readRecalibrated(bits, version);
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

function readRecalibrated(bits: BitReader, version: number): Recalibrated {
  const images = bits.wholeUpTo(MAX_POSITION, 'training images');
  const again = { images, test: readScore(bits, 'test') };
  return version > 3 && bits.bit() ? { ...again, validation: readScore(bits, 'validation') } : again;
}

/** Exactly: it is what tables, statistics and verdicts are made of. */
function writeScore(bits: BitWriter, { loss, acc }: Score, scored: number): void {
  bits.float64(loss);
  bits.whole(scored);
  writeAccuracies(bits, [acc], [scored]);
}

function readScore(bits: BitReader, what: 'test' | 'validation'): Score {
  const loss = bits.float64();
  const scored = bits.wholeUpTo(MAX_POSITION, `${what} images`);
  if (scored === 0) throw new Unreadable(`a ${what} has no images`);
  const [acc = Number.NaN] = readAccuracies(bits, [scored]);
  return { loss, acc };
}
