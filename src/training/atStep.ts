/** Looks at a network as it is at one step of its run: some norms have limits that follow the steps. */
import type { Trainer } from '../engine/engine.ts';

/** @param step updates that the network has behind it: a look is at the one that comes next */
export const lookingAfter = (step: number, trainer: Pick<Trainer, 'inspect'>): Pick<Trainer, 'inspect'> => ({
  inspect: (request) => trainer.inspect({ step: step + 1, ...request }),
});
