/**
 * Every golden case on every engine that Node can run; where that takes long, a network of each norm, and all of them in
 * `npm run test:long`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GOLDEN_DIR, goldenFiles, networkOfEachNorm } from '../../cli/goldenFolder.ts';
import { MAX_POOL_TIES } from '../../testing/maxPoolTies.ts';
import { parseCase } from './cases.ts';
import type { ConformanceEngine } from './engineOps.ts';
import { NODE_ENGINES, type NodeEngine, suiteEngines } from './engines.ts';
import { runCase } from './runCase.ts';
import { passes } from './tolerance.ts';

const LONG = process.env.LONG === 'yes';
const ENGINES = LONG ? suiteEngines(true) : NODE_ENGINES;

function filesFor({ slow }: NodeEngine): string[] {
  const few = new Set(slow ? networkOfEachNorm(GOLDEN_DIR) : []);
  return goldenFiles(GOLDEN_DIR).filter((name) => {
    const now = !slow || few.has(name) || !name.startsWith('network-');
    return now !== LONG;
  });
}

describe.each(ENGINES)('golden cases on $name', (nodeEngine) => {
  let engine: ConformanceEngine;
  beforeAll(async () => {
    engine = await nodeEngine.open();
  });
  afterAll(() => engine.dispose());

  it('sends the gradient of max pooling to the first of equal maxima', async () => {
    const checks = await runCase(parseCase('ties', MAX_POOL_TIES), engine);
    expect(checks.filter((check) => !passes(check))).toEqual([]);
  });

  it.each(filesFor(nodeEngine))('%s', async (file) => {
    const golden = parseCase(file, JSON.parse(readFileSync(join(GOLDEN_DIR, file), 'utf8')));
    const checks = await runCase(golden, engine);
    expect(checks.length).toBeGreaterThan(0);
    expect(checks.filter((check) => !passes(check))).toEqual([]);
  });
});

it.each([
  [{ op: 'made-up' }, 'op is "made-up"'],
  [{ op: 'norm', name: 'made up', kind: 'quantile' }, 'kind is "quantile"'],
  [{ op: 'conv2d', name: 'made up', stride: 0.5 }, 'stride is 0.5'],
  [
    { op: 'network', name: 'made up', inputShape: [8, 8, 1], layers: 'conv8 dense8/2' },
    `layers is "conv8 dense8/2": 'dense8/2' at character 7 is not a layer such as conv16,`,
  ],
])('a case that no engine knows fails and is named: %j', (input, why) => {
  expect(() => parseCase('made-up', input)).toThrow(`made-up: no engine knows such a case, ${why}`);
});

it('a norm may have its arrays by their names in its description', () => {
  const fields = JSON.parse(readFileSync('golden/cases/norm-batch-nc.json', 'utf8'));
  const { gamma, beta, dgamma, dbeta, movingMean, movingVariance, ...others } = fields;
  const { movingMeanAfter, movingVarianceAfter, ...rest } = others;
  const byNames = {
    ...{ ...rest, parameters: { gamma, beta }, gradients: { gamma: dgamma, beta: dbeta } },
    moving: { movingMean, movingVariance },
    movingAfter: { movingMean: movingMeanAfter, movingVariance: movingVarianceAfter },
  };
  expect(parseCase('by-names', byNames)).toEqual(parseCase('fields', fields));
});

it('missing cases are a failure', () => {
  expect(() => goldenFiles('no/such/folder')).toThrow('no/such/folder: no such folder');
  expect(() => goldenFiles('golden')).toThrow('golden: no golden cases');
});
