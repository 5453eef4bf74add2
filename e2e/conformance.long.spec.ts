/** Every engine of a real browser on every golden network, and over more steps. */
import { holdEngines, NETWORKS } from './conformance.ts';

holdEngines(['wasm', 'wgsl', 'webgl', 'webgpu'], () => NETWORKS, 200);
