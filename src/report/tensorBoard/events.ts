/**
 * A run as TensorBoard's events: scalars under Keras's names, histograms of its weights, its settings for the HPARAMS
 * tab. Fields are those of tensorboard/compat/proto/{event,summary,tensor}.proto and plugins/hparams/*.proto.
 *
 * There is no summary of the whole experiment: TensorBoard then works it out from all runs that it finds, so which
 * settings differ stays right when runs are added.
 */
import type { Network } from '../../network/layers.ts';
import { type Parameters, parameterSpecs } from '../../network/parameters.ts';
import type { RunResult } from '../../results/runFile.ts';
import type { Experiment } from '../../spec/experiment.ts';
import { FIELD_KEYS, type FieldKey } from '../../spec/fields.ts';
import type { CurvePoint, EpochResult, Outcome } from '../../training/events.ts';
import { type Bytes, bytes, double, doubles, float, int, joined, message, text } from './protobuf.ts';
import { lastRecord, record } from './record.ts';

/** The weights of a run, and the step that they are of. */
export interface Weights {
  readonly network: Network;
  readonly parameters: Parameters;
  readonly step: number;
}

const END_TAG = '_hparams_/session_end_info';

/** As many as TensorBoard itself makes. */
const BUCKETS = 30;

/** A wish for several runs, and where it runs. */
const NOT_SETTINGS: readonly FieldKey[] = ['repeats', 'engine'];

const FLOAT32 = 1;
const FLOAT64 = 2;
const [UNKNOWN, SUCCESS, FAILURE] = [0, 1, 2];

const STATUS: Readonly<Record<Outcome['kind'], number>> = {
  finished: SUCCESS,
  diverged: FAILURE,
  failed: FAILURE,
  stopped: UNKNOWN,
};

/** TensorBoard reads files with 'tfevents' in their names, in the order of these. @param started seconds since 1970 */
export const eventFileName = (started: number): string =>
  `events.out.tfevents.${Math.floor(started)}.norm-playground`;

/** Whether it is the whole file of a run that has come to its end. */
export const isWhole = (file: Uint8Array): boolean =>
  new TextDecoder('latin1').decode(lastRecord(file) ?? new Uint8Array()).includes(END_TAG);

/** The records of a run's file, in the order in which they come about. */
export class RunEvents {
  /** Seconds since 1970. */
  readonly #started: number;
  readonly #experiment: Experiment;
  #last: CurvePoint | undefined;

  /** @param started seconds since 1970; curves are timed by the training since then */
  constructor(experiment: Experiment, started: number) {
    this.#experiment = experiment;
    this.#started = started;
  }

  /** What there is to say when it starts, or goes on with what it had done before. */
  opening(points: readonly CurvePoint[] = [], history: readonly EpochResult[] = []): Bytes {
    const hparams = FIELD_KEYS.filter((key) => !NOT_SETTINGS.includes(key)).map((key) =>
      message(1, text(1, key), message(2, settingValue(this.#experiment[key]))),
    );
    const start = message(3, ...hparams, double(5, this.#started));
    const version = record(joined(double(1, this.#started), text(3, 'brain.Event:2')));
    const parts = [version, this.#event(0, [hparamsValue('_hparams_/session_start_info', start)])];
    let seen = 0;
    for (const epoch of history) {
      parts.push(this.curve(points.filter(({ images }) => images > seen && images <= epoch.images)));
      parts.push(this.epoch(epoch));
      seen = epoch.images;
    }
    return joined(...parts, this.curve(points.filter(({ images }) => images > seen)));
  }

  curve(points: readonly CurvePoint[]): Bytes {
    const events = points.map((point) => {
      this.#last = point;
      return this.#event(point.step, [scalar('loss', point.loss), scalar('acc', point.acc)]);
    });
    return joined(...events);
  }

  epoch({ images, val_loss, val_acc }: EpochResult): Bytes {
    return this.#event(this.#stepAt(images), [scalar('val_loss', val_loss), scalar('val_acc', val_acc)]);
  }

  /** @param ended seconds since 1970 */
  ending(outcome: Outcome, weights: Weights | undefined, ended: number): Bytes {
    const end = message(4, int(1, STATUS[outcome.kind]), double(2, ended));
    return joined(
      outcome.kind === 'finished' ? this.#event(this.#last?.step ?? 0, testValues(outcome)) : joined(),
      weights ? this.#event(weights.step, histograms(weights)) : joined(),
      this.#event(0, [hparamsValue(END_TAG, end)]),
    );
  }

  /** A curve that came by a link has lost points, also those at the ends of epochs. */
  #stepAt(images: number): number {
    const last = this.#last;
    return last ? Math.round((last.step * images) / last.images) : Math.ceil(images / this.#experiment.batch);
  }

  #event(step: number, values: readonly Bytes[]): Bytes {
    const time = this.#started + (this.#last?.ms ?? 0) / 1000;
    return record(joined(double(1, time), int(2, step), message(5, ...values)));
  }
}

/** The whole file. @param ended seconds since 1970: of the run's end where that is known, else the time of writing */
export function eventFile(run: RunResult, ended: number, weights?: Weights): [name: string, content: Bytes] {
  const { experiment, points, history, outcome } = run;
  const started = ended - (run.seconds ?? (points.at(-1)?.ms ?? 0) / 1000);
  const events = new RunEvents(experiment, started);
  return [
    eventFileName(started),
    joined(events.opening(points, history), events.ending(outcome, weights, ended)),
  ];
}

const scalar = (tag: string, value: number): Bytes => message(1, text(1, tag), float(2, value));

/** Under the names that tables have for them (csv.ts). */
function testValues({ test, recalibrated }: Extract<Outcome, { kind: 'finished' }>): Bytes[] {
  return [
    scalar('test_loss', test.loss),
    scalar('test_acc', test.acc),
    ...(recalibrated
      ? [
          scalar('recalibrated_loss', recalibrated.test.loss),
          scalar('recalibrated_acc', recalibrated.test.acc),
        ]
      : []),
  ];
}

/** A google.protobuf.Value. */
const settingValue = (value: string | number): Bytes =>
  typeof value === 'number' ? double(2, value) : text(3, value);

/** All that it says is beside it: the value itself is an empty array. */
const hparamsValue = (tag: string, content: Bytes): Bytes =>
  message(1, text(1, tag), message(8, int(1, FLOAT32), shape(0)), message(9, plugin('hparams', content)));

const plugin = (name: string, ...content: readonly Bytes[]): Bytes =>
  message(1, text(1, name), ...content.map((value) => bytes(2, value)));

const shape = (...sizes: readonly number[]): Bytes =>
  message(2, ...sizes.map((size) => message(2, int(1, size))));

/** Of weights and moving statistics; slots of the optimizer are neither. */
const histograms = ({ network, parameters }: Weights): Bytes[] =>
  parameterSpecs(network)
    .filter(({ role }) => role !== 'slot')
    .map(({ name }) => {
      const rows = histogram(parameters.get(name) ?? new Float32Array());
      return message(
        1,
        text(1, name),
        message(8, int(1, FLOAT64), shape(rows.length, 3), bytes(4, doubles(rows.flat()))),
        message(9, plugin('histograms')),
      );
    });

/**
 * From the least to the greatest of the finite values, in equal steps. Values that are all alike are counted in the
 * last bucket, as TensorBoard has it.
 * @returns left edge, right edge and count of each
 */
export function histogram(values: Float32Array): [left: number, right: number, count: number][] {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return [];
  const min = finite.reduce((least, value) => Math.min(least, value));
  const max = finite.reduce((most, value) => Math.max(most, value));
  const counts = new Array<number>(BUCKETS).fill(0);
  const edge = (bucket: number): number => min + ((max - min) * bucket) / BUCKETS;
  for (const value of finite) {
    const bucket = max > min ? Math.floor((BUCKETS * (value - min)) / (max - min)) : BUCKETS;
    const within = Math.min(bucket, BUCKETS - 1);
    counts[within] = (counts[within] ?? 0) + 1;
  }
  return counts.map((count, i) => [edge(i), i === BUCKETS - 1 ? max : edge(i + 1), count]);
}
