/**
 * `npm run golden -- DIR`: every golden case in DIR (the repository's unless given) on every engine that Node can run.
 * Prints the worst error per operation and engine; exit code 1 when a case failed, or is none that an engine knows, 2
 * when there is nothing to run.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type GoldenCase, parseCase } from '../engine/conformance/cases.ts';
import type { ConformanceEngine } from '../engine/conformance/engineOps.ts';
import { NODE_ENGINES } from '../engine/conformance/engines.ts';
import { runCase } from '../engine/conformance/runCase.ts';
import { type Check, passes } from '../engine/conformance/tolerance.ts';
import { percent, scientific } from '../spec/numbers.ts';
import { GOLDEN_DIR, goldenFiles, NothingToRun } from './goldenFolder.ts';

/** What is no golden case is printed and counts as one that failed, and the others run all the same. */
async function readCases(dir: string) {
  const cases: GoldenCase[] = [];
  let unknown = 0;
  for (const name of goldenFiles(dir)) {
    try {
      cases.push(parseCase(name, JSON.parse(await readFile(join(dir, name), 'utf8'))));
    } catch (error) {
      const why = error instanceof SyntaxError ? `${name}: not JSON (${error.message})` : error;
      console.log(`FAILED ${why instanceof Error ? why.message : why}`);
      unknown++;
    }
  }
  return { cases, unknown };
}

/** The check that is nearest to its tolerance, or furthest beyond it. */
const worstOf = (checks: readonly Check[]): Check | undefined =>
  checks.toSorted((a, b) => b.error / b.tolerance - a.error / a.tolerance)[0];

interface Row {
  readonly op: GoldenCase['op'];
  cases: number;
  worst: Check | undefined;
}

function report(engine: string, rows: Iterable<Row>): void {
  console.log(`\n${engine}`);
  console.log(`${'op'.padEnd(24)}${'cases'.padStart(6)}  ${'worst error'.padStart(12)}  of tolerance`);
  for (const { op, cases, worst } of rows) {
    const [error, tolerance] = worst ? [worst.error, worst.tolerance] : [0, 1];
    const share = `${percent(error / tolerance)} (${worst?.what})`;
    console.log(
      `${op.padEnd(24)}${String(cases).padStart(6)}  ${scientific(error, 2).padStart(12)}  ${share}`,
    );
  }
}

async function runAll(cases: readonly GoldenCase[], name: string, engine: ConformanceEngine) {
  const rows = new Map<GoldenCase['op'], Row>();
  let failed = 0;
  for (const golden of cases) {
    const checks = await runCase(golden, engine);
    const failures = checks.filter((check) => !passes(check));
    for (const { what, error, tolerance } of failures) {
      console.log(`FAILED ${name} ${golden.name} ${what}: ${scientific(error, 2)} > ${tolerance}`);
    }
    if (failures.length > 0) failed++;
    const passedUnder = checks[0]?.passedUnder;
    if (passedUnder !== undefined)
      console.log(`${name} ${golden.name}: missed by rounding alone, passed under ${passedUnder}`);
    const row = rows.get(golden.op) ?? { op: golden.op, cases: 0, worst: undefined };
    row.cases++;
    row.worst = worstOf([...(row.worst ? [row.worst] : []), ...checks]);
    rows.set(golden.op, row);
  }
  report(name, rows.values());
  return failed;
}

async function main(): Promise<number> {
  const { cases, unknown } = await readCases(process.argv[2] ?? GOLDEN_DIR);
  let failed = 0;
  for (const { name, open } of NODE_ENGINES) {
    const engine = await open();
    failed += await runAll(cases, name, engine);
    engine.dispose();
  }
  console.log(`\n${cases.length * NODE_ENGINES.length - failed} passed, ${failed + unknown} failed`);
  return failed + unknown === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof NothingToRun)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
