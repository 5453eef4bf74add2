/** Why a run ended that should have gone on, in words for a visitor: what happened and what to do. */
import { DataUnavailable } from '../data/dataSet.ts';
import { EngineLost, EngineRefusal } from '../engine/engine.ts';
import { resumably } from './protocol.ts';

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** @param resumable whether the run has left a checkpoint */
export function describeFailure(error: unknown, resumable: boolean): string {
  const message = messageOf(error);
  // These say what to do themselves, or there is nothing that a visitor could.
  const plain = [DataUnavailable, EngineLost, EngineRefusal];
  if (plain.some((kind) => error instanceof kind)) return resumable ? resumably(message) : message;
  const next = resumable ? 'Resume goes on from its last checkpoint' : 'Re-run starts it again';
  return `A fault in this page ended the run: ${message}. ${next}; if it fails again, reload the page or try another engine.`;
}
