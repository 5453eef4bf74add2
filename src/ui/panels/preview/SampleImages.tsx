/** A few images of each class, so that a visitor knows what the networks will have to tell apart. */
import { useEffect, useState } from 'react';
import { CLASSES } from '../../../data/dataSet.ts';
import { sampleImages } from '../../../data/samples.ts';
import { selectedExperiment } from '../../../store/selectors.ts';
import { resultsInAddress } from '../../link.ts';
import { usePage } from '../../playground.ts';
import { PixelImage } from '../PixelImage.tsx';

const PER_CLASS = 3;
/** CSS pixels. */
const SIZE = 28;

export function SampleImages() {
  const data = usePage((state) => selectedExperiment(state).data);
  const seed = usePage((state) => selectedExperiment(state).seed);
  // Only what is drawn depends on the seed.
  const drawnFrom = data === 'synthetic' ? seed : 0;
  const [samples, setSamples] = useState<Uint8Array[][]>();
  useEffect(() => {
    // What a link brings is shown without any data set.
    if (resultsInAddress() !== undefined) return;
    const ended = new AbortController();
    const baseUrl = new URL('data/', document.baseURI).href;
    const options = { seed: drawnFrom, perClass: PER_CLASS, baseUrl, signal: ended.signal };
    sampleImages(data, options)
      // What training falls back to where the files are missing, and then says so.
      .catch(() => sampleImages('synthetic', options))
      .then((images) => {
        if (!ended.signal.aborted) setSamples(images);
      });
    return () => ended.abort();
  }, [data, drawnFrom]);
  return (
    <figure className="preview">
      <figcaption>How often each network names images like these right.</figcaption>
      <ul className="samples" aria-label="Sample images">
        {CLASSES.map((name, label) => (
          <li key={name}>
            <span aria-hidden="true">
              {samples?.[label]?.map((pixels) => (
                <PixelImage key={pixels.byteOffset} pixels={pixels} label="" size={SIZE} />
              ))}
            </span>
            {name}
          </li>
        ))}
      </ul>
    </figure>
  );
}
