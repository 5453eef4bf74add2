/**
 * The left side: what will be trained next. The methods that are compared, and what they share. On one column it is
 * above the charts: there a line says what is set, and its button unfolds the rest.
 */
import { type FormEvent, type RefObject, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { describeComparison } from '../../spec/describe.ts';
import { HelpLine } from '../controls/HelpLine.tsx';
import { HelpContext, type Topic } from '../controls/help.ts';
import { Icon } from '../controls/Icon.tsx';
import { PresetSelect } from '../controls/PresetSelect.tsx';
import { RunButtons } from '../controls/RunButtons.tsx';
import { useActions, usePage } from '../playground.ts';
import { revealResults } from '../reveal.ts';
import { ComparisonList } from './ComparisonList.tsx';
import { SharedFields } from './SharedFields.tsx';

export function ExperimentPanel() {
  const [topic, show] = useState<Topic>();
  const help = useMemo(() => ({ topic, show }), [topic]);
  const { train } = useActions();
  const [folded, setFolded] = useState(true);
  const summary = usePage(({ comparison }) => describeComparison(comparison));
  const form = useId();
  const foot = useRef<HTMLDivElement>(null);
  useFootHeight(foot);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    train();
    revealResults();
  };
  return (
    <HelpContext value={help}>
      <section
        className="card experiment"
        aria-labelledby="experiment-title"
        data-folded={folded || undefined}
      >
        <h2 id="experiment-title">Experiment</h2>
        <form id={form} noValidate onSubmit={submit}>
          <PresetSelect />
          <div className="settings-line">
            <p>{summary}</p>
            <button type="button" aria-expanded={!folded} onClick={() => setFolded(!folded)}>
              <Icon name={folded ? 'folded' : 'unfolded'} /> Settings
            </button>
          </div>
          <ComparisonList />
          <SharedFields />
        </form>
        <div ref={foot} className="experiment-foot">
          <HelpLine />
          <RunButtons form={form} />
        </div>
      </section>
    </HelpContext>
  );
}

/** As --foot on the root element, in CSS pixels. */
function useFootHeight(foot: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const element = foot.current;
    if (!element) return;
    const { style } = document.documentElement;
    const observer = new ResizeObserver(() => style.setProperty('--foot', `${element.offsetHeight}px`));
    observer.observe(element);
    return () => observer.disconnect();
  }, [foot]);
}
