/** Name, what the page does, on what data and engine, and the buttons that concern the whole page. */
import { FIELDS } from '../../spec/fields.ts';
import { dataFallback, engineInUse, selectedExperiment } from '../../store/selectors.ts';
import { Icon } from '../controls/Icon.tsx';
import { ExportButton } from '../files/ExportButton.tsx';
import { ImportButton } from '../files/ImportButton.tsx';
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
  const why = usePage(dataFallback);
  if (why !== undefined) {
    return (
      <span className="badge warning" title={why}>
        Synthetic data, not Fashion-MNIST
      </span>
    );
  }
  return (
    <span className="badge">
      {asked === 'fashion-mnist' ? (
        <>
          Fashion-MNIST<span className="sizes"> · 50k / 10k / 10k</span>
        </>
      ) : (
        `${FIELDS.data.names[asked]} data`
      )}
    </span>
  );
}

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
