/**
 * Engines of a real browser on golden networks: the CPU engine on one of each norm, software GPUs, which take some
 * seconds for each, on those of BN and of GN. TensorFlow.js on WebGPU, the slowest by far, has its turn in the long form.
 */
import { GOLDEN_DIR, networkOfEachNorm } from '../src/cli/goldenFolder.ts';
import { holdEngines, NETWORKS } from './conformance.ts';

const ofEachNorm = networkOfEachNorm(GOLDEN_DIR);
const all = NETWORKS.filter(([name]) => ofEachNorm.includes(name));
const few = all.filter(([, { norm }]) => norm === 'batch' || norm === 'group');
holdEngines(['wasm', 'wgsl', 'webgl'], (engine) => (engine === 'wasm' ? all : few), 8);
