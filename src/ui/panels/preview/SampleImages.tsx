/** A few images of each class, so that a visitor knows what the networks will have to tell apart. */
import { useEffect, useState } from 'react';
import { sampleImages } from '../../../data/samples.ts';
import { dataSpec, SYNTHETIC } from '../../../spec/dataSets.ts';
import { selectedExperiment } from '../../../store/selectors.ts';
import { resultsInAddress } from '../../link.ts';
import { usePage } from '../../playground.ts';
import { OwnImagesButton } from '../data/OwnImagesButton.tsx';
import { PixelImage } from '../PixelImage.tsx';
import { distinctNames } from '../pictureName.ts';

const PER_CLASS = 3;
/** CSS pixels. */
const SIZE = 28;

export function SampleImages() {
  const data = usePage((state) => selectedExperiment(state).data);
  const seed = usePage((state) => selectedExperiment(state).seed);
  const spec = usePage(() => dataSpec(data));
  // Only what is drawn depends on the seed.
  const drawnFrom = spec === SYNTHETIC ? seed : 0;
  const [samples, setSamples] = useState<Uint8Array[][]>();
  useEffect(() => {
    // What a link brings is shown without any data set.
    if (resultsInAddress() !== undefined || !spec) return;
    const ended = new AbortController();
    const baseUrl = new URL('data/', document.baseURI).href;
    const options = { seed: drawnFrom, perClass: PER_CLASS, baseUrl, signal: ended.signal };
    sampleImages(spec, options)
      // What training falls back to where the files are missing, and then says so.
      .catch(() => sampleImages(SYNTHETIC, options))
      .then((images) => {
        if (!ended.signal.aborted) setSamples(images);
      });
    return () => ended.abort();
  }, [spec, drawnFrom]);
  if (!spec) return null;
  return (
    <figure className="preview">
      <figcaption>How often each network names images like these right.</figcaption>
      <ul className="samples" aria-label="Sample images">
        {distinctNames(spec).map((name, label) => (
          <li key={name}>
            <span aria-hidden="true">
              {samples?.[label]?.map((pixels) => (
                <PixelImage key={pixels.byteOffset} pixels={pixels} shape={spec.shape} label="" size={SIZE} />
              ))}
            </span>
            {name}
          </li>
        ))}
      </ul>
      <OwnImagesButton words="Your own images …" />
    </figure>
  );
}
