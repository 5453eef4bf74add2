/** The page: header, the experiment on the left, what comes of it on the right. */
import { Charts } from './charts/Charts.tsx';
import { DropTarget } from './files/DropTarget.tsx';
import { Guide } from './guide/Guide.tsx';
import { Checks } from './panels/Checks.tsx';
import { DocumentTitle } from './panels/DocumentTitle.tsx';
import { ExperimentPanel } from './panels/ExperimentPanel.tsx';
import { Header } from './panels/Header.tsx';
import { Notices } from './panels/Notices.tsx';
import { ResultsPanel } from './panels/ResultsPanel.tsx';
import { ResumeOffer } from './panels/ResumeOffer.tsx';
import { StatusBanner } from './panels/StatusBanner.tsx';

export function App() {
  return (
    <>
      <DocumentTitle />
      <Header />
      <main>
        <Guide />
        <ExperimentPanel />
        <div className="results">
          <Notices />
          <ResumeOffer />
          <StatusBanner />
          <Checks />
          <Charts />
          <ResultsPanel />
        </div>
      </main>
      <DropTarget />
    </>
  );
}
