import { describe, expect, it } from 'vitest';
import { methodName } from '../../spec/describe.ts';
import type { Experiment } from '../../spec/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../../spec/fields.ts';
import { readPairs, UsageError } from '../options.ts';
import { PLAN_OPTIONS, readPlan, runsOf } from './plan.ts';

const plan = (...args: string[]) => readPlan(readPairs(args, PLAN_OPTIONS));
const names = (...args: string[]) => plan(...args).rows.map(({ name }) => name);

describe('readPlan', () => {
  it('combines lists: rows of all but the batch size, columns of batch sizes', () => {
    const { rows, columns, seeds, leftOut } = plan(
      ...['--norm', 'batch,group', '--weights', 'plain,standardized', '--batch', '2,64', '--seeds', '3'],
      ...['--images', '300', '--epochs', '1'],
    );
    expect(rows.map(({ name }) => name)).toEqual(['BN', 'BN+WS', 'GN(32)', 'GN(32)+WS']);
    expect([columns.values, seeds, leftOut]).toEqual([[2, 64], [1, 2, 3], []]);
    expect(rows[3]?.cells).toEqual(
      [2, 64].map((batch) => ({ ...DEFAULT_EXPERIMENT, batch, images: 300, epochs: 1, engine: 'wasm' })),
    );
  });

  it('takes methods in the papers’ words and in the link’s', () => {
    const methods = (text: string) =>
      plan('--methods', text).rows.map(({ cells }) => cells[0] && methodName(cells[0]));
    expect(methods('bn,GN+WS,layer:plain,gn-as-published')).toEqual([
      'BN',
      'GN(32)+WS',
      'LN',
      'GN(32) as the study coded it',
    ]);
    expect(methods('bn,batch:plain')).toEqual(['BN']);
  });

  it('names rows by what differs', () => {
    expect(names('--lr', '0.01,0.001', '--optimizer', 'adam,sgd')).toEqual([
      'Adam, learning rate 0.01',
      'SGD, learning rate 0.01',
      'Adam, learning rate 0.001',
      'SGD, learning rate 0.001',
    ]);
    expect(names()).toEqual(['GN(32)+WS']);
  });

  it('leaves out, and names, what trains the same network as another', () => {
    const { rows, leftOut } = plan(
      '--network',
      'mlp',
      '--norm',
      'batch,group',
      '--weights',
      'plain,standardized',
    );
    expect(rows.map(({ name }) => name)).toEqual(['BN', 'GN(32)']);
    expect(leftOut).toEqual([
      'BN+WS is left out: it trains the same network as BN.',
      'GN(32)+WS is left out: it trains the same network as GN(32).',
    ]);
    // Batch norm has no groups: nothing to tell.
    const groups = plan('--norm', 'batch', '--groups', '4,8');
    expect([groups.rows.length, groups.leftOut]).toEqual([1, []]);
  });

  it('leaves out single cells, where rows train the same in some columns alone', () => {
    const cells = (...args: string[]) =>
      plan(...args).rows.map((row) => [
        row.name,
        ...row.cells.map(({ norm, network }) => `${norm} ${network}`),
      ]);
    const networks = ['--methods', 'gn,gn+ws', '--columns', 'network', '--network', 'mlp,small-cnn'];
    expect(cells(...networks)).toEqual([
      ['GN(32)', 'group mlp', 'group small-cnn'],
      ['GN(32)+WS', 'group small-cnn'],
    ]);
    expect(plan(...networks).leftOut).toEqual([
      'GN(32)+WS at MLP 256–128 is left out: it trains the same network as GN(32).',
    ]);
    expect(cells('--columns', 'norm', '--norm', 'batch,group', '--groups', '8,16')).toEqual([
      ['GN(8)+WS', 'batch reference-cnn', 'group reference-cnn'],
      ['GN(16)+WS', 'group reference-cnn'],
    ]);
    expect(runsOf(plan(...networks, '--seeds', '2'))).toHaveLength(6);
  });

  it('takes a link’s comparison as rows, and its repeats as seeds', () => {
    const link = '#v=1&batch=8&repeats=2&seed=5&run=norm:batch,weights:plain';
    const { rows, columns, seeds } = plan('--link', link, '--epochs', '1');
    expect(rows.map(({ name }) => name)).toEqual(['GN(32)+WS', 'BN']);
    expect([columns.values, seeds]).toEqual([[8], [5, 6]]);
    expect(rows[1]?.cells[0]).toMatchObject({ norm: 'batch', batch: 8, epochs: 1, seed: 5, repeats: 1 });
  });

  it('orders runs seed by seed, small batches first', () => {
    const runs = runsOf(plan('--methods', 'bn,gn', '--batch', '64,2', '--seed', '9,7'));
    expect(runs.map(({ seed, batch, norm }) => `${seed} ${batch} ${norm}`)).toEqual([
      ...['9 2 batch', '9 2 group', '9 64 batch', '9 64 group'],
      ...['7 2 batch', '7 2 group', '7 64 batch', '7 64 group'],
    ]);
  });

  it('searches learning rates under the first seed, and trains the others at what was found', () => {
    const found = plan('--methods', 'bn,gn', '--batch', '8', '--rates', '0.01,0.001', '--seeds', '3');
    const told = (runs: readonly Experiment[]) => runs.map(({ norm, lr, seed }) => `${norm} ${lr} ${seed}`);
    const trials = ['batch 0.001 1', 'batch 0.01 1', 'group 0.001 1', 'group 0.01 1'];
    expect(told(runsOf(found))).toEqual(trials);
    expect(told(runsOf(found, ({ norm }) => (norm === 'group' ? 0.01 : undefined)))).toEqual([
      ...[...trials, 'group 0.01 2', 'group 0.01 3'],
    ]);
  });

  it('has the columns that are named', () => {
    const { rows, columns } = plan(
      '--columns',
      'lr',
      '--lr',
      '0.01,0.001',
      '--batch',
      '2,8',
      '--norm',
      'none',
    );
    expect(rows.map(({ name }) => name)).toEqual(['batch 2', 'batch 8']);
    expect(columns).toEqual({ setting: 'lr', values: [0.01, 0.001] });
    expect(rows[1]?.cells.map(({ batch, lr }) => [batch, lr])).toEqual([
      [8, 0.01],
      [8, 0.001],
    ]);
    const runs = runsOf(plan('--columns', 'network', '--network', 'mlp,small-cnn', '--batch', '8,2'));
    expect(runs.map(({ network, batch }) => `${network} ${batch}`)).toEqual([
      ...['mlp 2', 'small-cnn 2', 'mlp 8', 'small-cnn 8'],
    ]);
  });

  it.each([
    [['--rates', '0.1'], /^--rates: name two learning rates or more$/],
    [['--rates', '0.1,zebra'], /^--lr: 'zebra' is not a number$/],
    [['--rates', '0.1,0.2', '--lr', '0.1'], /^--rates: are searched where nothing else names learning rates/],
    [['--columns', 'seed'], /^--columns: 'seed' is not one of norm, /],
    [['--rates', '0,01'], /^--lr: '0,01' has a decimal comma: write 0\.5/],
    [['--batch', '2,0'], /^--batch: 0 is below 1$/],
    [['--batch', '2,,8'], /^--batch: '' is not a number$/],
    [['--norm', 'batch,nice'], /^--norm: 'nice' is not one of /],
    [['--methods', 'bn,xn'], /^--methods: 'xn' is not a method such as bn/],
    [['--methods', 'none:'], /^--methods: 'none:' is not a method/],
    [['--methods', 'bn', '--norm', 'batch'], /^--methods: names norms and weights already/],
    [['--seeds', '0'], /^--seeds: '0' is not a whole number from 1 to 100$/],
    [['--seed', '1,2', '--seeds', '3'], /^--seeds: counts on from one --seed/],
    [['--seed', '999999999', '--seeds', '2'], /^--seeds: seed 1000000000 is above 999999999$/],
    [['--repeats', '3'], /^--repeats: no such option/],
    [
      ['--batch', Array.from({ length: 50 }, (_, i) => i + 1).join(), '--seeds', '41'],
      /^2,050 runs are more/,
    ],
  ])('%j is refused by its name', (args, message) => {
    expect(() => plan(...args)).toThrow(UsageError);
    expect(() => plan(...args)).toThrow(message);
  });
});
