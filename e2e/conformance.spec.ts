/**
 * The engines of a real browser on golden networks: the CPU engine on one of each norm, software GPUs, which take some
 * seconds for each, on those of BN and of GN.
 */
import { holdEngines, NETWORKS } from './conformance.ts';

// The last one of a norm has the most in it: sums, strides, standardized kernels.
const ofEachNorm = new Map(NETWORKS.map((network) => [network[1].norm, network]));
const all = [...ofEachNorm.values()];
const few = all.filter(([, { norm }]) => norm === 'batch' || norm === 'group');
holdEngines((engine) => (engine === 'wasm' ? all : few), 8);
