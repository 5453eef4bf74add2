/** A norm made of others, one after another, each with arrays of its own. */
import { stagesOf } from '../../network/norms.ts';
import { byStatistics } from './byStatistics.ts';
import type { LayerOp, Pass } from './layer.ts';

export const inStages: LayerOp<'norm'> = (layer, x, pass) => {
  const { name } = layer;
  let y = x;
  const ways = (stagesOf(layer.norm) ?? []).map(({ norm, nameOf }) => {
    const full = (path: string) => `${name}/${nameOf(path.slice(name.length + 1))}`;
    const own: Pass = {
      ...pass,
      parameter: (path) => pass.parameter(full(path)),
      setGradient: (path, gradient) => pass.setGradient(full(path), gradient),
    };
    const way = byStatistics({ ...layer, norm }, y, own, y);
    y = way.y;
    return way;
  });
  return { y, backward: (dy) => ways.reduceRight((slope, way) => way.backward(slope), dy) };
};
