/** The page in a frame of another page: Train, what is going on, the verdict, the charts, and the way to all the rest. */
import { hasVerdict } from '../../store/comparedRuns.ts';
import { anyActive, engineInUse } from '../../store/selectors.ts';
import { linkOf, openLink, readLink, resultsInAddress } from '../link.ts';
import { describeFirstRun } from '../panels/firstRun.ts';
import { Announcer, OverallBar, Words } from '../panels/StatusBanner.tsx';
import { VerdictWords } from '../panels/verdict/VerdictBanner.tsx';
import { useActions, usePage } from '../playground.ts';
import { EmbedCharts } from './EmbedCharts.tsx';
import '../styles/embed.css';
import { createRoot } from 'react-dom/client';
import { createPlayground } from '../../store/store.ts';
import type { TrainingClient } from '../../worker/protocol.ts';
import { Root } from '../Root.tsx';

export function Embed() {
  const active = usePage(anyActive);
  const empty = usePage((state) => state.runs.length === 0);
  const intro = usePage((state) => describeFirstRun(state.comparison));
  const judged = usePage((state) => !anyActive(state) && hasVerdict(state));
  return (
    <main className="embed">
      <h1 className="visually-hidden">Norm Playground</h1>
      <Announcer />
      <div className="embed-bar">
        <TrainButton />
        <VerdictWords judged={judged} />
        <div className={judged ? 'visually-hidden' : 'embed-status'}>
          {empty ? <p role="status">{intro}</p> : <Words />}
        </div>
      </div>
      {active && <OverallBar />}
      <Warnings />
      <EmbedCharts />
      <div className="embed-foot">
        <p>
          <WhereItRuns />
        </p>
        <WholePage />
      </div>
    </main>
  );
}

/** One button for all: a frame has no room for more. */
function TrainButton() {
  const { train, pause, resume } = useActions();
  const active = usePage(anyActive);
  const paused = usePage((state) => state.paused);
  const empty = usePage((state) => state.runs.length === 0);
  const [name, act] = !active
    ? [empty ? 'Train' : 'Train again', train]
    : paused
      ? ['Resume', resume]
      : ['Pause', pause];
  return (
    <button type="button" className={active ? '' : 'primary'} onClick={act}>
      {name}
    </button>
  );
}

/** What went wrong; good news the status tells. */
function Warnings() {
  const { dismissNotice } = useActions();
  const notice = usePage(({ notices }) => notices.findLast(({ tone }) => tone === 'warning'));
  if (!notice) return null;
  return (
    <div className="notice warning">
      <p role="alert">{notice.message}</p>
      <button type="button" onClick={() => dismissNotice(notice.id)}>
        Close
      </button>
    </div>
  );
}

/** A frame has threads only where the page around it is isolated too and hands that on. */
function WhereItRuns() {
  const engine = usePage(engineInUse);
  if (!engine) return <>Trains in this browser, nothing is sent or kept.</>;
  if (engine.kind !== 'wasm' || crossOriginIsolated) return <>Runs on: {engine.description}</>;
  return <>Runs on the CPU, on one thread: the page around it is not isolated.</>;
}

function WholePage() {
  const address = usePage((state) => linkOf(state, { results: resultsInAddress() }));
  return (
    <a href={address} target="_blank" rel="noopener">
      Open the whole page
    </a>
  );
}

/**
 * Opens what other pages embed. It keeps nothing and leaves the address alone: a frame may have no storage, and its
 * history is that of the page around it.
 */
export function openEmbed(client: TrainingClient, element: HTMLElement): void {
  const playground = createPlayground(client);
  openLink(playground, location.hash.slice(1));
  addEventListener('hashchange', () => {
    const fragment = location.hash.slice(1);
    if (readLink(fragment).embed) openLink(playground, fragment);
    else location.reload();
  });
  addEventListener('online', () => playground.actions.reconnected());
  createRoot(element).render(
    <Root playground={playground}>
      <Embed />
    </Root>,
  );
}
