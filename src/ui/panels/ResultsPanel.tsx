/** What stands below the charts, behind tabs; a further tab is one entry in TABS and its name in the state. */
import { type KeyboardEvent, type LazyExoticComponent, lazy, useEffect, useRef, useState } from 'react';
import type { Tab } from '../../store/state.ts';
import { LazyPart } from '../ErrorBoundary.tsx';
import { useActions, usePage } from '../playground.ts';
import { RunsPanel } from './runs/RunsPanel.tsx';

interface TabEntry {
  readonly tab: Tab;
  readonly name: string;
  readonly Panel: typeof RunsPanel | LazyExoticComponent<typeof RunsPanel>;
}

/** All but the first are loaded when they are opened, with their styles. */
const TABS: readonly TabEntry[] = [
  { tab: 'runs', name: 'Runs', Panel: RunsPanel },
  {
    tab: 'matrix',
    name: 'Norm × batch size',
    Panel: lazy(async () => ({ default: (await import('./matrix/MatrixPanel.tsx')).MatrixPanel })),
  },
  {
    tab: 'inside',
    name: 'Inside the network',
    Panel: lazy(async () => ({ default: (await import('./inside/InsideFrame.tsx')).InsideFrame })),
  },
  {
    tab: 'predictions',
    name: 'Predictions',
    Panel: lazy(async () => ({
      default: (await import('./predictions/PredictionsFrame.tsx')).PredictionsFrame,
    })),
  },
  { tab: 'learn', name: 'Learn', Panel: lazy(() => import('./learn/Lessons.tsx')) },
];

export function ResultsPanel() {
  const open = usePage((state) => state.tab);
  return (
    <section className="card runs" aria-label="Results">
      <div className="tabs">
        <TabList open={open} />
        <WidthButton />
      </div>
      {TABS.map(({ tab, Panel }) => (
        <div
          key={tab}
          role="tabpanel"
          id={`panel-${tab}`}
          aria-labelledby={`tab-${tab}`}
          hidden={tab !== open}
        >
          {tab === open && (
            <LazyPart what="this tab" waiting={<p className="remark">Loading …</p>}>
              <Panel />
            </LazyPart>
          )}
        </div>
      ))}
    </section>
  );
}

/** Where a key leads from tab `from` of `count`, or undefined for keys that are none of the tabs'. */
function tabAfter(key: string, from: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
      return (from + 1) % count;
    case 'ArrowLeft':
      return (from + count - 1) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

/** One stop of the Tab key; arrows, Home and End choose within it, as WAI-ARIA asks of tabs. */
function TabList({ open }: { readonly open: Tab }) {
  const { setTab } = useActions();
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const from = TABS.findIndex(({ tab }) => tab === open);
    const to = tabAfter(event.key, from, TABS.length);
    const entry = to === undefined ? undefined : TABS[to];
    if (!entry) return;
    event.preventDefault();
    setTab(entry.tab);
    list.current?.querySelector<HTMLElement>(`#tab-${entry.tab}`)?.focus();
  };
  return (
    <div ref={list} role="tablist" aria-label="Results" className="tab-list" onKeyDown={onKeyDown}>
      {TABS.map(({ tab, name }) => (
        <button
          key={tab}
          type="button"
          role="tab"
          id={`tab-${tab}`}
          aria-selected={tab === open}
          aria-controls={`panel-${tab}`}
          tabIndex={tab === open ? 0 : -1}
          onClick={() => setTab(tab)}
        >
          {name}
        </button>
      ))}
    </div>
  );
}

/** Gives the results the whole page, for reading: the experiment steps aside. Narrow pages have one column anyway. */
function WidthButton() {
  const [whole, setWhole] = useState(false);
  useEffect(() => {
    document.documentElement.toggleAttribute('data-whole-width', whole);
    return () => document.documentElement.removeAttribute('data-whole-width');
  }, [whole]);
  return (
    <button
      type="button"
      className="quiet width-button"
      aria-pressed={whole}
      onClick={() => setWhole(!whole)}
    >
      Whole width
    </button>
  );
}
