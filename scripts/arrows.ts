/** `npm run arrows`: fails on an import under src/ that the architecture does not allow, and on a cycle. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cycles, forbiddenImports } from './arrows/check.ts';
import { importsOf } from './arrows/imports.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .map((file) => `src/${file.replaceAll('\\', '/')}`)
  .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'));

const imports = files.flatMap((file) => importsOf(file, readFileSync(join(root, file), 'utf8')));
const problems = [...forbiddenImports(imports), ...cycles(imports).map((cycle) => `cycle: ${cycle}`)];
for (const problem of problems) console.error(problem);
console.log(`${files.length} files, ${imports.length} imports, ${problems.length} not allowed`);
process.exitCode = problems.length > 0 ? 1 : 0;
