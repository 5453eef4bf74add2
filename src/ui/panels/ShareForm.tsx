/**
 * The link, copied already, with the curves in it if wanted; and the HTML that embeds it. Where the clipboard is closed,
 * the text is selected for copying by hand.
 */
import { type RefObject, useEffect, useId, useRef, useState } from 'react';
import { embedSnippet, type FrameSize } from '../../share/snippet.ts';
import { counted, decimal } from '../../spec/numbers.ts';
import { resultOf } from '../../store/run.ts';
import type { PageState } from '../../store/state.ts';
import { linkOf } from '../link.ts';

type Field = RefObject<HTMLInputElement | HTMLTextAreaElement | null>;

interface Curves {
  /** As results.ts encodes them. */
  readonly text: string;
  /** 'the curves of 2 runs (2.1 kB)' */
  readonly what: string;
}

const SIZES = {
  'Full width, 400 px high': { width: '100%', height: '400' },
  '600 × 400 px': { width: '600', height: '400' },
  '900 × 500 px': { width: '900', height: '500' },
  '320 × 480 px': { width: '320', height: '480' },
} as const satisfies Readonly<Record<string, FrameSize>>;
type SizeName = keyof typeof SIZES;
const FIRST_SIZE: SizeName = 'Full width, 400 px high';
const SIZE_NAMES = Object.keys(SIZES) as SizeName[];

/** Longer than this nobody waits for a browser that neither copies nor refuses. */
const COPYING_MS = 1000;

/** @returns whether the browser let it */
export async function copyText(text: string): Promise<boolean> {
  const never = new Promise<false>((resolve) => setTimeout(() => resolve(false), COPYING_MS));
  try {
    return await Promise.race([navigator.clipboard.writeText(text).then(() => true), never]);
  } catch {
    return false;
  }
}

const OPENS = 'Opening it trains the same comparison from the same seeds.';
const WITHOUT_CURVES =
  'The link is here, but what puts the curves into it could not be loaded: reload the page for that. Runs go on from where they are kept.';
const BY_HAND = 'The browser did not allow copying: the text is selected, copy it from there.';

interface ShareFormProps {
  /** As it was when the dialog opened; runs that train go on. */
  readonly state: PageState;
  /** Whether the link is on the clipboard. */
  readonly copied: boolean;
}

export function ShareForm({ state, copied }: ShareFormProps) {
  const [curves, setCurves] = useState<Curves>();
  const [carried, setCarried] = useState(false);
  const [size, setSize] = useState<SizeName>(FIRST_SIZE);
  const [said, setSaid] = useState(copied ? `Link copied. ${OPENS}` : BY_HAND);
  const [link, frame] = [useRef<HTMLInputElement>(null), useRef<HTMLTextAreaElement>(null)];
  const id = useId();
  useEffect(() => {
    curvesOf(state).then(setCurves, () => setSaid(WITHOUT_CURVES));
  }, [state]);
  const results = carried ? curves?.text : undefined;
  const address = linkOf(state, { results });
  const embedded = linkOf(state, { results, embed: true });
  const snippet = embedSnippet(embedded, state.comparison, SIZES[size]);
  const copy = async (text: string, field: Field, done: string): Promise<void> => {
    if (await copyText(text)) setSaid(done);
    else {
      field.current?.select();
      setSaid(BY_HAND);
    }
  };
  const copyLink = (): Promise<void> => {
    const done = `Link copied with ${curves?.what}. Opening it shows them at once.`;
    return copy(address, link, carried ? done : `Link copied. ${OPENS}`);
  };

  return (
    <>
      <p role="status">{said}</p>
      <div className="share-row">
        <input
          ref={link}
          aria-label="Link"
          readOnly
          value={address}
          onFocus={(event) => event.target.select()}
        />
        <button type="button" className="primary" onClick={copyLink}>
          Copy link
        </button>
      </div>
      {curves && (
        <label className="share-curves">
          <input
            type="checkbox"
            checked={carried}
            onChange={(event) => {
              setCarried(event.target.checked);
              setSaid('');
            }}
          />
          <span>With {curves.what}: whoever opens it sees them at once and can check them</span>
        </label>
      )}
      <h3>In a page of your own</h3>
      <textarea
        ref={frame}
        aria-label="HTML to embed"
        readOnly
        rows={4}
        value={snippet}
        onFocus={(event) => event.target.select()}
      />
      <div className="share-row">
        <label htmlFor={id}>Size</label>
        <select
          id={id}
          value={size}
          onChange={({ target: { value } }) =>
            setSize(SIZE_NAMES.find((name) => name === value) ?? FIRST_SIZE)
          }
        >
          {SIZE_NAMES.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
        <button
          type="button"
          onClick={() => copy(snippet, frame, 'HTML copied. It shows charts, Train and the verdict.')}
        >
          Copy HTML
        </button>
      </div>
    </>
  );
}

/** undefined while there is nothing to see yet. */
async function curvesOf(state: PageState): Promise<Curves | undefined> {
  const runs = state.runs.filter((run) => run.visible && run.points.length > 0);
  if (runs.length === 0) return undefined;
  const { encodeResults } = await import('../../share/results.ts');
  const { text, leftOut, thinned } = encodeResults(runs.map(resultOf));
  const count = runs.length - leftOut;
  const notes = [
    `${decimal(text.length / 1000, 1)} kB`,
    thinned > 0 ? 'with fewer points' : '',
    leftOut > 0 ? `${leftOut} more do not fit` : '',
  ];
  const size = notes.filter((note) => note !== '').join(', ');
  return { text, what: `the curves of ${counted(count, 'run')} (${size})` };
}
