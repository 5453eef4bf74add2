/** Every engine of a real browser on one golden network of each norm; a software GPU takes a second or two for each. */
import { holdEngines, NETWORKS } from './conformance.ts';

// The last one of a norm has the most in it: sums, strides, standardized kernels.
const ofEachNorm = new Map(NETWORKS.map((network) => [network[1].norm, network]));
holdEngines([...ofEachNorm.values()], 20);
