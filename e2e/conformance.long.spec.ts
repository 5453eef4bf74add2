/** Every engine of a real browser on every golden network, and over more steps. */
import { holdEngines, NETWORKS } from './conformance.ts';

holdEngines(() => NETWORKS, 200);
