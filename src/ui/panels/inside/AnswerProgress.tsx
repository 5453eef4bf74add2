/** How far an answer is that somebody asked for with a button, or why there is none. */
import type { Asked } from '../../../store/asked.ts';

interface AnswerProgressProps {
  readonly asked: Pick<Asked, 'status'> | undefined;
  /** What goes on: 'Recalibrating'. */
  readonly what: string;
}

export function AnswerProgress({ asked, what }: AnswerProgressProps) {
  const status = asked?.status;
  if (status?.kind === 'unanswered') return <p className="problem">{status.why}</p>;
  if (status?.kind !== 'waiting' && status?.kind !== 'answering') return null;
  const { done, total } = status.kind === 'answering' ? status : { done: 0, total: 0 };
  return (
    <div className="side-wait">
      <progress aria-label={what} {...(total > 0 && { max: total, value: done })} />
      <span>{total > 0 ? `${Math.floor((100 * done) / total)} %` : 'Waiting for the run …'}</span>
    </div>
  );
}
