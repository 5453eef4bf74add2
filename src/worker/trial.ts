/** An experiment's step on the stopwatch: what fastest.ts times on each engine. */
import { buildNetwork } from '../network/build.ts';
import { initialParameters } from '../network/parameters.ts';
import type { Experiment } from '../spec/experiment.ts';
import { stepTime } from '../training/stepTime.ts';
import type { Trial } from './fastest.ts';
import type { Collection } from './library.ts';

export function trialOf(experiment: Experiment, collection: Collection): Trial {
  const { network: name, norm, weights, batch } = experiment;
  const { spec } = collection.data;
  const { shape, classes } = spec;
  return {
    key: [name, norm, weights, batch, shape.join('×'), classes.length].join(' '),
    time: async (engine) => {
      const { subset } = collection.on(engine);
      const network = buildNetwork(experiment, spec);
      const trainer = await engine.createTrainer(network, initialParameters(network), collection.data.id);
      try {
        return await stepTime(trainer, subset.slice(0, batch));
      } finally {
        trainer.dispose();
      }
    },
  };
}
