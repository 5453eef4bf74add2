/** Loss landscape: the loss along the next update, backwards and forwards, for both runs on one axis. */
import { useEffect, useState } from 'react';
import { useOnDemand } from '../../useOnDemand.ts';
import { Paper } from '../Paper.tsx';
import { Side } from '../Side.tsx';
import { useRunLooks } from '../useRunLooks.ts';
import type { InsideViewProps } from '../view.ts';
import { type LandscapeChoice, LandscapeControls } from './LandscapeControls.tsx';
import { LandscapeFigure } from './LandscapeFigure.tsx';
import { type Looks, withLook } from './slices.ts';
import { landscapeHeadline, smootherWords } from './slope.ts';

const IMAGES = 64;
/** Among them 0 and 1, whatever the reach: where the run stands, and where its next update leads. */
const pointsOf = (reach: number): number => Math.max(17, 2 * reach + 1);

export function LandscapeView({ runs }: InsideViewProps) {
  const [choice, setChoice] = useState<LandscapeChoice>({
    reach: 4,
    distance: 'updates',
    height: 'change',
  });
  const question = {
    kind: 'landscape',
    images: IMAGES,
    reach: choice.reach,
    points: pointsOf(choice.reach),
  } as const;
  const { asked, busy, ask } = useOnDemand(
    'landscape',
    runs.map((run) => ({ run, question })),
  );
  const [looks, setLooks] = useState<Looks>({});
  const answers = asked.map((entry) => entry?.answer);
  const [left, right] = answers;
  useEffect(() => {
    setLooks((before) =>
      runs.reduce((known, run, i) => {
        const answer = [left, right][i];
        return answer ? withLook(known, run, answer) : known;
      }, before),
    );
  }, [runs, left, right]);
  const styles = useRunLooks(runs);
  const found = runs.flatMap((run, i) => {
    const [latest, style] = [answers[i], styles[i]];
    return latest && style ? [{ run, latest, style }] : [];
  });
  const [first, second] = found.map(({ latest, style }) => ({ name: style.name, landscape: latest.answer }));
  return (
    <div className="view">
      <LandscapeControls
        choice={choice}
        onChoice={setChoice}
        busy={busy}
        again={found.length > 0}
        look={ask}
      />
      <div className="sides">
        {runs.map((run, i) => {
          const landscape = answers[i]?.answer;
          return (
            <Side key={run} run={run} asked={asked[i]}>
              {landscape ? (
                <p className="view-headline">{landscapeHeadline(landscape)}</p>
              ) : (
                !asked[i] && <p className="remark">Not looked at yet.</p>
              )}
            </Side>
          );
        })}
      </div>
      {first && second && <p>{smootherWords(first, second)}</p>}
      {found.length > 0 && (
        <LandscapeFigure found={found} looks={looks} distance={choice.distance} height={choice.height} />
      )}
      <p className="view-reading">
        The line is the mean loss on {IMAGES} training images with the weights moved along the next update;
        the dotted line is its tangent, what the gradient foretells. A smooth loss stays near its tangent, and
        bigger steps are safe. That is what batch norm (<Paper paper="landscape" />) and Weight
        Standardization (
        <Paper paper="weights" />) are said to do. Rings: now, and after the next update.
      </p>
    </div>
  );
}
