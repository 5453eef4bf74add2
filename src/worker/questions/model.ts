/** A copy of a run's network on an engine, as it stood at one step: what questions are put to. Training never sees it. */
import type { Shard } from '../../data/dataSet.ts';
import type { Engine, Trainer } from '../../engine/engine.ts';
import type { ImageRef, Picture } from '../../inspection/question.ts';
import type { Subject, SubjectData } from '../../inspection/subject.ts';
import { buildNetwork } from '../../network/build.ts';
import type { Parameters } from '../../network/parameters.ts';
import { type ImageShape, imageBytes, type Split } from '../../spec/dataSpec.ts';
import type { Experiment } from '../../spec/experiment.ts';
import { lookingAfter } from '../../training/atStep.ts';
import { BatchOrder, type Origin, rateAfter, scheduleOf } from '../../training/schedule.ts';
import type { Collection } from '../library.ts';

/** What a model is a copy of. */
export interface Original {
  readonly experiment: Experiment;
  /** Steps and training images behind it. */
  readonly step: number;
  readonly images: number;
  readonly origin: Origin | undefined;
  readonly parameters: Parameters;
  readonly collection: Collection;
  readonly engine: Engine;
}

export class Model {
  readonly engine: Engine;
  readonly subject: Omit<Subject, 'trainer'>;
  /** Training images that the run had seen. */
  readonly images: number;
  readonly dataSet: string;
  readonly #trainer: Trainer;
  /** What the question that was put to it last has of the trainer. */
  #asked: Subject['trainer'] | undefined;
  /** That question has set parameters. */
  #changed = false;

  private constructor(original: Original, trainer: Trainer, data: SubjectData) {
    const { experiment, step, images, parameters, collection, engine } = original;
    this.engine = engine;
    this.images = images;
    this.dataSet = collection.data.id;
    this.#trainer = trainer;
    const network = buildNetwork(experiment, collection.data.spec);
    this.subject = { experiment, network, step, parameters, data };
  }

  /** @param before a copy of the same run, which is of no use afterwards */
  static async of(original: Original, before: Model | undefined): Promise<Model> {
    const { experiment, engine, collection, parameters } = original;
    // First of all, since this gives the engine the images.
    const data = dataOf(original);
    if (before?.engine === engine && before.dataSet === collection.data.id) {
      before.#asked = undefined;
      before.#trainer.setParameters(parameters);
      return new Model(original, before.#trainer, data);
    }
    before?.dispose();
    const network = buildNetwork(experiment, collection.data.spec);
    return new Model(original, await engine.createTrainer(network, parameters, collection.data.id), data);
  }

  /**
   * For the next question. The one before may have been withdrawn and still wait for a look, which may never come: what it
   * changed is put back now, and it can change nothing any more.
   */
  ask(): Subject {
    const trainer = this.#trainer;
    const { step, parameters } = this.subject;
    if (this.#changed) trainer.setParameters(parameters);
    this.#changed = false;
    const asked: Subject['trainer'] = {
      ...lookingAfter(step, trainer),
      setParameters: (state) => {
        if (this.#asked !== asked) return;
        this.#changed = true;
        trainer.setParameters(state);
      },
    };
    this.#asked = asked;
    return { ...this.subject, trainer: asked };
  }

  dispose(): void {
    this.#trainer.dispose();
  }
}

function dataOf({ experiment, collection, engine, origin }: Original): SubjectData {
  const { subset, validation, test, ready } = collection.on(engine);
  const schedule = scheduleOf(subset.length, experiment.batch, experiment.epochs, origin);
  const order = new BatchOrder(subset, experiment.seed, schedule);
  const loaded = new Map<Split, readonly Shard[]>();
  const { shape, counts } = collection.data.spec;
  return {
    subset,
    train: counts.train,
    validation,
    test,
    batchAfter: (step) => order.after(step),
    rateAfter: (step) => rateAfter(schedule, experiment, step),
    async ready(split) {
      if (split !== 'train') await ready(split);
      loaded.set(split, await collection.shards(split));
    },
    pictures: (refs) => refs.map((ref) => pictureIn(loaded.get(ref.split) ?? [], ref, shape)),
  };
}

function pictureIn(shards: readonly Shard[], { split, row }: ImageRef, shape: ImageShape): Picture {
  const shard = shards.find(({ start, labels }) => row >= start && row < start + labels.length);
  if (!shard) throw new Error(`There is no image ${row} among the ${split} images at hand.`);
  const at = row - shard.start;
  const bytes = imageBytes({ shape });
  const pixels = shard.images.slice(at * bytes, (at + 1) * bytes);
  return { split, row, label: shard.labels[at] ?? 0, shape, pixels };
}
