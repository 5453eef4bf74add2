/** Serves dist/ on the given port, and nothing else: `node scripts/serve.mjs 4310`. */
import { join } from 'node:path';
import { createStaticServer, listen } from './server.mjs';
import { ROOT } from './setup.mjs';

const port = await listen(
  createStaticServer({ root: join(ROOT, 'dist') }),
  Number(process.argv[2] ?? 4173),
  1,
);
console.log(`http://localhost:${port}/`);
