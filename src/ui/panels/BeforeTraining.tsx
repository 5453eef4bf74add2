/** What stands where the charts will be, before anything trains: images of the data set, and the network. */
import { useEffect, useState } from 'react';
import type { ClassSamples } from '../../data/samples.ts';
import { buildNetwork } from '../../network/build.ts';
import { countWeights } from '../../network/parameters.ts';
import { selectedExperiment } from '../../store/selectors.ts';
import { usePage } from '../playground.ts';
import { describeShape, stationsOf } from './inside/layers/strip.ts';
import { PixelImage } from './PixelImage.tsx';

/** Two rows of two. */
const EACH = 4;

export function BeforeTraining() {
  return (
    <div className="charts">
      <DataCard />
      <NetworkCard />
    </div>
  );
}

function DataCard() {
  const data = usePage((state) => selectedExperiment(state).data);
  // Only a generated set depends on the seed.
  const seed = usePage((state) =>
    selectedExperiment(state).data === 'synthetic' ? selectedExperiment(state).seed : 1,
  );
  const [samples, setSamples] = useState<readonly ClassSamples[] | 'none'>();
  useEffect(() => {
    const aborter = new AbortController();
    const load = async (): Promise<void> => {
      const { sampleClasses } = await import('../../data/samples.ts');
      const baseUrl = new URL('data/', document.baseURI).href;
      const found = await sampleClasses(data, seed, EACH, { baseUrl, signal: aborter.signal });
      if (!aborter.signal.aborted) setSamples(found);
    };
    // After the page's own work: training wants the same bytes, which the browser then has.
    const timer = setTimeout(() => {
      load().catch(() => {
        if (!aborter.signal.aborted) setSamples('none');
      });
    }, 200);
    return () => {
      clearTimeout(timer);
      aborter.abort();
    };
  }, [data, seed]);
  return (
    <section className="card chart before" aria-label="The data">
      <h2>{data === 'synthetic' ? 'The data: drawn garments' : 'The data: Fashion-MNIST'}</h2>
      {samples === 'none' ? (
        <p className="chart-note">The images could not be loaded.</p>
      ) : (
        <ul className="samples" aria-busy={!samples}>
          {samples?.map(({ name, images }) => (
            <li key={name}>
              <div>
                {images.map((pixels) => (
                  <PixelImage
                    key={pixels.join('')}
                    pixels={pixels}
                    label={`${name}, training image`}
                    size={28}
                  />
                ))}
              </div>
              {name}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function NetworkCard() {
  const experiment = usePage(selectedExperiment);
  const network = buildNetwork(experiment);
  return (
    <section className="card chart before" aria-label="The network">
      <h2>The network: {countWeights(network).total.toLocaleString('en-US')} weights</h2>
      <ol className="stations">
        {stationsOf(network).map((station) => (
          <li
            key={station.kind === 'block' ? station.layer : station.name}
            className={station.kind === 'block' ? 'weighted' : ''}
          >
            {station.words} <span>{describeShape(station.shape)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
