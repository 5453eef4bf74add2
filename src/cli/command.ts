/** What every command shares: its exit code, and mistakes as a sentence instead of a stack. */
import { UsageError } from './options.ts';

/** Runs `main` over the arguments; 2 for a mistake on the command line, 1 for any other failure. */
export async function runCommand(main: (args: readonly string[]) => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${message}\n`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}
