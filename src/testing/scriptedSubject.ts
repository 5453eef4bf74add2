/** A subject for tests whose trainer says what the test wants it to say, and keeps what it was asked. */
import type { Inspection, InspectRequest } from '../engine/engine.ts';
import type { ImageRef, Picture } from '../inspection/question.ts';
import type { Answering, Subject } from '../inspection/subject.ts';
import { buildNetwork } from '../network/build.ts';
import { initialParameters, type Parameters } from '../network/parameters.ts';
import { SYNTHETIC } from '../spec/dataSets.ts';
import { imageBytes } from '../spec/dataSpec.ts';
import type { Experiment } from '../spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';

export interface Script {
  readonly experiment?: Partial<Experiment>;
  /** How many images there are to validate and to test on; label: the row modulo 10. */
  readonly validation?: number;
  readonly test?: number;
  inspect(request: InspectRequest): Partial<Inspection>;
}

export interface ScriptedSubject extends Subject {
  readonly requests: InspectRequest[];
  /** What the trainer holds. */
  held: Parameters;
}

export function scriptedSubject({
  experiment: choices,
  validation = 100,
  test = 100,
  inspect,
}: Script): ScriptedSubject {
  const experiment = { ...DEFAULT_EXPERIMENT, network: 'small-cnn' as const, ...choices };
  const network = buildNetwork(experiment, SYNTHETIC);
  const parameters = initialParameters(network);
  const requests: InspectRequest[] = [];
  const ready = new Set<string>();
  const subject: ScriptedSubject = {
    experiment,
    network,
    step: 0,
    parameters,
    requests,
    held: parameters,
    trainer: {
      async inspect(request) {
        requests.push(request);
        return { logits: new Float32Array(0), outputs: new Map(), gradients: new Map(), ...inspect(request) };
      },
      setParameters(held) {
        subject.held = held;
      },
    },
    data: {
      batchAfter: (step) => Uint32Array.of(step),
      rateAfter: () => experiment.lr,
      subset: Uint32Array.from({ length: 100 }, (_, i) => 2 * i),
      train: SYNTHETIC.counts.train,
      validation,
      test,
      ready: async (split) => void ready.add(split),
      pictures: (refs) =>
        refs.map((ref) => {
          if (!ready.has(ref.split)) throw new Error(`${ref.split} is not ready`);
          return picture(ref);
        }),
    },
  };
  return subject;
}

/** Its first two pixels are its row, lowest byte first; the third is larger than 0 outside the test images. */
function picture({ split, row }: ImageRef): Picture {
  const pixels = new Uint8Array(imageBytes(SYNTHETIC));
  pixels.set([row & 255, row >> 8, ['test', 'validation', 'train'].indexOf(split)]);
  return { split, row, label: row % 10, shape: SYNTHETIC.shape, pixels };
}

/** Goes on to the end. @returns the answer, and how far it said it was on the way */
export async function finish<A>(answering: Answering<A>): Promise<{ answer: A; done: number[] }> {
  const done: number[] = [];
  for (;;) {
    const next = await answering.next();
    if (next.done) return { answer: next.value, done };
    done.push(next.value.done);
  }
}
