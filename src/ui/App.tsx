/** The page: header, the experiment on the left, what comes of it on the right. */
import { ChartCard } from './charts/ChartCard.tsx';
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
        <ExperimentPanel />
        <div className="results">
          <Notices />
          <ResumeOffer />
          <StatusBanner />
          <div className="charts">
            <ChartCard
              metric="acc"
              name="Accuracy chart"
              title="Accuracy"
              invitation={
                <p>
                  Press <b>Train</b>: how often each network is right, image by image.
                </p>
              }
            />
            <ChartCard
              metric="loss"
              name="Loss chart"
              title="Loss"
              invitation={
                <p>
                  Press <b>Train</b>: cross-entropy in nats. Guessing among ten classes is 2.3, lower is
                  better.
                </p>
              }
            />
          </div>
          <ResultsPanel />
        </div>
      </main>
    </>
  );
}
