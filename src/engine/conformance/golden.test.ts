/** Every golden case on every engine that Node can run. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goldenCase } from './cases.ts';
import type { ConformanceEngine } from './engineOps.ts';
import { NODE_ENGINES } from './engines.ts';
import { runCase } from './runCase.ts';
import { MAX_POOL_TIES } from './ties.ts';
import { passes } from './tolerance.ts';

const DIR = process.env.GOLDEN_DIR ?? '../shared/golden/cases';
const files = existsSync(DIR) ? readdirSync(DIR).filter((name) => name.endsWith('.json')) : [];
if (files.length === 0) console.info(`no golden cases in ${DIR}: set GOLDEN_DIR to run them`);

describe.each(NODE_ENGINES)('max pooling on $name', ({ open }) => {
  it('sends the gradient to the first of equal maxima', async () => {
    const engine = await open();
    expect(
      (await runCase(goldenCase.parse(MAX_POOL_TIES), engine)).filter((check) => !passes(check)),
    ).toEqual([]);
    engine.dispose();
  });
});

describe.skipIf(files.length === 0).each(NODE_ENGINES)('golden cases on $name', ({ open }) => {
  let engine: ConformanceEngine;
  beforeAll(async () => {
    engine = await open();
  });
  afterAll(() => engine.dispose());

  it.each(files)('%s', async (file) => {
    const golden = goldenCase.parse(JSON.parse(readFileSync(join(DIR, file), 'utf8')));
    const checks = await runCase(golden, engine);
    expect(checks.length).toBeGreaterThan(0);
    expect(checks.filter((check) => !passes(check))).toEqual([]);
  });
});
