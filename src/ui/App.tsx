/** The page: header, the experiment on the left, what comes of it on the right. */
import { useEffect } from 'react';
import { Charts } from './charts/Charts.tsx';
import { DropTarget } from './files/DropTarget.tsx';
import { FolderWatch } from './files/FolderWatch.tsx';
import { Guide } from './guide/Guide.tsx';
import { holdFocus } from './holdFocus.ts';
import { Checks } from './panels/Checks.tsx';
import { DocumentTitle } from './panels/DocumentTitle.tsx';
import { OwnImages } from './panels/data/OwnImages.tsx';
import { ExperimentPanel } from './panels/ExperimentPanel.tsx';
import { Header } from './panels/Header.tsx';
import { Notices } from './panels/Notices.tsx';
import { NetworkPicture } from './panels/preview/NetworkPicture.tsx';
import { SampleImages } from './panels/preview/SampleImages.tsx';
import { ResultsPanel } from './panels/ResultsPanel.tsx';
import { ResumeOffer } from './panels/ResumeOffer.tsx';
import { Announcer, StatusBanner } from './panels/StatusBanner.tsx';
import { UpdateOffer } from './panels/UpdateOffer.tsx';
import { submitByScript } from './submit.ts';

/** No address of their own: the fragment is the experiment's. */
const skipTo = (selector: string): void => document.querySelector<HTMLElement>(selector)?.focus();

export function App() {
  useEffect(holdFocus, []);
  useEffect(submitByScript, []);
  return (
    <>
      <DocumentTitle />
      <nav aria-label="Skip">
        <button type="button" className="skip" onClick={() => skipTo('.experiment select')}>
          Skip to the experiment
        </button>
        <button type="button" className="skip" onClick={() => skipTo('.results')}>
          Skip to the results
        </button>
      </nav>
      <Header />
      <main>
        <Guide />
        <ExperimentPanel />
        <div className="results" tabIndex={-1}>
          <Announcer />
          <Notices />
          <UpdateOffer />
          <ResumeOffer />
          <StatusBanner />
          <Checks />
          <Charts previews={{ acc: <SampleImages />, loss: <NetworkPicture /> }} />
          <ResultsPanel />
        </div>
      </main>
      <DropTarget />
      <FolderWatch />
      <OwnImages />
    </>
  );
}
