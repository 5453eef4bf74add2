/** Looks along the next update that a run has had before, to compare with. */
import type { Landscape } from '../../../../inspection/question.ts';
import type { Answered } from '../../../../store/asked.ts';
import type { RunId } from '../../../../worker/protocol.ts';

export type Look = Answered<Landscape>;

/** More faint lines than this cannot be told apart. */
const MOST = 5;

/** Each run's looks, oldest first. */
export type Looks = Readonly<Record<RunId, readonly Look[]>>;

/** With a look; one at the same update replaces that from before. */
export function withLook(looks: Looks, run: RunId, look: Look): Looks {
  const known = looks[run] ?? [];
  if (known.at(-1) === look) return looks;
  return { ...looks, [run]: [...known.filter(({ step }) => step !== look.step), look].slice(-1 - MOST) };
}

/** Looks before the latest one, that reached as far. */
export function earlierLooks(looks: Looks, run: RunId, latest: Look): readonly Look[] {
  const reach = latest.answer.points.at(-1)?.at;
  return (looks[run] ?? []).filter(
    ({ step, answer }) => step !== latest.step && answer.points.at(-1)?.at === reach,
  );
}
