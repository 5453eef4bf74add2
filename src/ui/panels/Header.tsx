/** Name, what the page does, on what data and engine, and the buttons that concern the whole page. */
import { dataSpec } from '../../spec/dataSets.ts';
import { type DataSpec, SPLITS } from '../../spec/dataSpec.ts';
import { FIELDS } from '../../spec/fields.ts';
import { compact } from '../../spec/numbers.ts';
import { describeMissing } from '../../spec/validate.ts';
import { dataFallback, engineInUse, selectedExperiment } from '../../store/selectors.ts';
import { Icon } from '../controls/Icon.tsx';
import { ExportButton, ImportButton } from '../files/FileButtons.tsx';
import { useActions, usePage } from '../playground.ts';
import { nextTheme } from '../theme.ts';
import { ShareButton } from './ShareButton.tsx';

export function Header() {
  return (
    <header>
      <div className="title">
        <h1>Norm Playground</h1>
        <p>Train normalization methods against each other, in this tab</p>
      </div>
      <div className="badges">
        <DataBadge />
        <EngineBadge />
      </div>
      <div className="page-buttons">
        <ShareButton />
        <ExportButton />
        <ImportButton />
        <GuideButton />
        <ThemeButton />
      </div>
    </header>
  );
}

function DataBadge() {
  const asked = usePage((state) => selectedExperiment(state).data);
  const fallback = usePage(dataFallback);
  // Read anew at each change: a visitor's own sets come and go.
  const missing = usePage(() => describeMissing({ data: asked }));
  const spec = usePage(() => dataSpec(asked));
  if (fallback) {
    return (
      <span className="badge warning" title={fallback.why}>
        {fallback.spec.name} data, not {spec?.name ?? asked}
      </span>
    );
  }
  if (missing !== undefined) {
    return (
      <span className="badge warning" title={missing}>
        No data set '{asked}' here
      </span>
    );
  }
  return (
    <span className="badge">
      {spec?.name}
      <span className="sizes"> · {spec && describeSizes(spec)}</span>
    </span>
  );
}

/** '50k / 10k / 10k' */
const describeSizes = ({ counts }: DataSpec): string =>
  SPLITS.map((split) => compact(counts[split])).join(' / ');

function EngineBadge() {
  const engine = usePage(engineInUse);
  const asked = usePage((state) => FIELDS.engine.names[selectedExperiment(state).engine]);
  return (
    <span className="badge" title={engine?.timings}>
      {engine?.description ?? `Runs on: ${asked.toLowerCase()}`}
    </span>
  );
}

function GuideButton() {
  const { showGuide } = useActions();
  const shown = usePage((state) => state.guide);
  return (
    <button id="guide-button" type="button" aria-pressed={shown} onClick={() => showGuide(!shown)}>
      Guide
    </button>
  );
}

const THEME_NAMES = { auto: 'as the system', light: 'light', dark: 'dark' } as const;

function ThemeButton() {
  const { setTheme } = useActions();
  const theme = usePage((state) => state.theme);
  return (
    <button
      type="button"
      aria-label="Theme"
      aria-description={THEME_NAMES[theme]}
      title={`Theme: ${THEME_NAMES[theme]}`}
      onClick={() => setTheme(nextTheme(theme))}
    >
      <Icon name="theme" />
    </button>
  );
}
