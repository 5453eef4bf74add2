/** A norm made of others, one after another: each normalizes what the one before it gives, with arrays of its own. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { stagesOf } from '../../../network/norms.ts';
import type { NormOp, Pass } from '../layers/layer.ts';
import { byStatistics } from './byStatistics.ts';

/** The pass as a stage sees it, whose arrays have other names in the whole norm. */
function named(pass: Pass, nameOf: (name: string) => string): Pass {
  const full = (path: string): string => {
    const at = path.lastIndexOf('/') + 1;
    return path.slice(0, at) + nameOf(path.slice(at));
  };
  return {
    ...pass,
    parameter: (name) => pass.parameter(full(name)),
    setGradient: (name, gradient) => pass.setGradient(full(name), gradient),
    moving: (name) => pass.moving(full(name)),
    setMoving: (name, value) => pass.setMoving(full(name), value),
  };
}

export const inStages: NormOp = ({ name, norm }) => {
  const stages = (stagesOf(norm) ?? []).map((stage) => ({
    ...stage,
    op: byStatistics({ name, norm: stage.norm }),
  }));
  return (x, pass) => {
    let y = x;
    const ways = stages.map(({ op, nameOf }) => {
      const way = op(y, named(pass, nameOf), y);
      y = way.y;
      return way;
    });
    return {
      y,
      backward(dy) {
        let slope: Tensor | undefined = dy;
        for (const [i, way] of [...ways.entries()].toReversed()) {
          const before: Tensor | undefined = slope;
          slope = before && way.backward(before, true);
          // What is between the stages has served; the rest is the caller's.
          if (before !== dy) before?.dispose();
          if (i > 0) ways[i - 1]?.y.dispose();
        }
        return slope;
      },
    };
  };
};
