/** `npm run golden -- DIR`: src/cli/golden.ts, with the GPU that every machine has, so that results can be compared. */
import { runTypeScript } from './setup.mjs';
import { softwareGpu } from './softwareGpu.mjs';

const script = ['src/cli/golden.ts', ...process.argv.slice(2)];
const { code } = await runTypeScript(script, { env: await softwareGpu() });
process.exitCode = code;
