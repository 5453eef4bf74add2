/**
 * Engines of a real browser on golden networks: the CPU engine on one of each norm, software GPUs, which take some
 * seconds for each, on those of BN and of GN. TensorFlow.js on WebGPU, the slowest by far, has its turn in the long form.
 */
import { holdEngines, NETWORKS } from './conformance.ts';

// The last one of a norm has the most in it: sums, strides, standardized kernels.
const ofEachNorm = new Map(NETWORKS.map((network) => [network[1].norm, network]));
const all = [...ofEachNorm.values()];
const few = all.filter(([, { norm }]) => norm === 'batch' || norm === 'group');
holdEngines(['wasm', 'wgsl', 'webgl'], (engine) => (engine === 'wasm' ? all : few), 8);
