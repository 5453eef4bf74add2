/** The explanation of the control that is being looked at, in two lines' room, from which longer ones rise, so that nothing jumps. */
import { useEffect, useRef } from 'react';
import { explained, type Topic, useHelp } from './help.ts';

export function HelpLine() {
  const { topic } = useHelp();
  const text = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    // Once the text is as long as the focused control's is.
    const onFocus = () => requestAnimationFrame(() => text.current && uncover(text.current));
    document.addEventListener('focusin', onFocus);
    return () => document.removeEventListener('focusin', onFocus);
  }, []);
  return (
    <div className="help-line" aria-hidden="true">
      <p ref={text}>
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

/** CSS pixels between the focused control and what it was under. */
const GAP = 8;

/** Scrolls a control of the form that has the focus out from under the text, and the buttons below that. */
function uncover(text: Element): void {
  const control = document.activeElement;
  const form = control?.closest('.experiment form');
  if (!control || !form) return;
  // The page too: where the guide pushes the form down, its own scrolling ends too early.
  for (const scroller of [form, window]) {
    const over = control.getBoundingClientRect().bottom + GAP - text.getBoundingClientRect().top;
    if (over > 0 && text.checkVisibility()) scroller.scrollBy({ top: over, behavior: 'instant' });
  }
}
