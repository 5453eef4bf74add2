/** The explanation of the control that is being looked at, in two lines' room, from which longer ones rise, so that nothing jumps. */
import { useHelp } from './help.ts';
import { explained, type Topic } from './topics.ts';

export function HelpLine() {
  const { topic } = useHelp();
  return (
    <div className="help-line" aria-hidden="true">
      <p>
        {topic ? (
          <Explanation topic={topic} />
        ) : (
          'Point at a setting, or move to it with Tab, to read what it does.'
        )}
      </p>
    </div>
  );
}

function Explanation({ topic }: { readonly topic: Topic }) {
  const { label, help, reference } = explained(topic);
  return (
    <>
      <b>{label}.</b> {help}{' '}
      <a href={reference.url} target="_blank" rel="noreferrer" tabIndex={-1}>
        {reference.words}
      </a>
    </>
  );
}
