/** `npm run golden -- DIR`: src/cli/golden.ts, with the GPU that every machine has, so that results can be compared. */
import { runTool } from './setup.mjs';
import { softwareGpu } from './softwareGpu.mjs';

const script = ['src/cli/golden.ts', ...process.argv.slice(2)];
const { code } = await runTool('tsx/dist/cli.mjs', script, { env: await softwareGpu() });
process.exitCode = code;
