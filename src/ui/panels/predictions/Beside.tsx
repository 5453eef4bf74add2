/** The same of each run that is scored: beside each other where there is room, else below each other. */
import type { ReactNode } from 'react';
import { findRun } from '../../../store/selectors.ts';
import type { RunId } from '../../../worker/protocol.ts';
import { LineSample } from '../../charts/LineSample.tsx';
import { usePage } from '../../playground.ts';
import type { ScoredSide, Shown } from './useSide.ts';

interface BesideProps {
  readonly sides: readonly ScoredSide[];
  /** @param of ' of BN · seed 1', to tell names of lists and tables apart; '' for a run alone */
  readonly children: (shown: Shown, of: string) => ReactNode;
}

export const Beside = ({ sides, children }: BesideProps) => (
  <div className="beside">
    {sides.map(({ run, shown }) => (
      <div key={run} className="beside-run">
        {sides.length > 1 && <RunHeading run={run} />}
        {shown ? (
          <Part shown={shown} alone={sides.length === 1}>
            {children}
          </Part>
        ) : (
          <p className="remark">Not scored yet.</p>
        )}
      </div>
    ))}
  </div>
);

interface PartProps extends Pick<BesideProps, 'children'> {
  readonly shown: Shown;
  readonly alone: boolean;
}

function Part({ shown, alone, children }: PartProps) {
  const name = usePage((state) => findRun(state, shown.run)?.name ?? '');
  return children(shown, alone ? '' : ` of ${name}`);
}

function RunHeading({ run }: { readonly run: RunId }) {
  const name = usePage((state) => findRun(state, run)?.name ?? '');
  const colour = usePage((state) => findRun(state, run)?.colour ?? 0);
  return (
    <h4 className="side-name">
      <LineSample colour={colour} split="train" /> <span>{name}</span>
    </h4>
  );
}
