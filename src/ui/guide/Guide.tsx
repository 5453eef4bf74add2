/** A first visit in three steps: press Train, watch the curves part, look inside. It follows what the visitor does. */
import { useEffect } from 'react';
import { Icon } from '../controls/Icon.tsx';
import { useLookInside } from '../panels/useLookInside.ts';
import { useActions, usePage } from '../playground.ts';
import { GUIDE_STEPS, guideStep } from './steps.ts';

export function Guide() {
  const { showGuide } = useActions();
  const shown = usePage((state) => state.guide);
  const step = usePage(guideStep);
  const lookInside = useLookInside();
  usePointer(shown ? step : undefined);
  if (!shown) return null;
  const close = (): void => {
    showGuide(false);
    document.getElementById('guide-button')?.focus();
  };
  return (
    <section className="guide" aria-label="Guide">
      <ol>
        {GUIDE_STEPS.map(({ title, words }, i) => (
          <li key={title} aria-current={i === step ? 'step' : undefined}>
            <span className="guide-number" aria-hidden="true">
              {i + 1}
            </span>
            <p>
              <b>{title}.</b> {words}
            </p>
          </li>
        ))}
      </ol>
      <div className="guide-buttons">
        {step === 2 && (
          <button type="button" className="primary" onClick={lookInside}>
            Look inside
          </button>
        )}
        <button type="button" className="quiet" aria-label="Close the guide" onClick={close}>
          <Icon name="close" />
        </button>
      </div>
    </section>
  );
}

/** Puts the step on <html data-guide>, where the styles find what it is about. */
function usePointer(step: number | undefined): void {
  useEffect(() => {
    if (step === undefined) return;
    document.documentElement.dataset.guide = String(step + 1);
    return () => {
      delete document.documentElement.dataset.guide;
    };
  }, [step]);
}
