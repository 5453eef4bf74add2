/** The bench's end in Node: one request a line on standard input, one answer a line on standard output. */
import { createInterface } from 'node:readline';
import { answer, type Request } from './measure.ts';

for await (const line of createInterface({ input: process.stdin })) {
  const request: Request = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(await answer(request))}\n`);
}
process.exit(0);
