/** Looks into small networks, on every engine that Node can run, against the float64 reference. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NetworkChoices } from '../../network/build.ts';
import { initialParameters } from '../../network/parameters.ts';
import { NORMS, POSITIONS, WEIGHTS } from '../../spec/experiment.ts';
import {
  checkInspection,
  INSPECTED_DATA,
  inspectedNetwork,
  inspectedState,
  LOOKS,
} from '../../testing/inspectionChecks.ts';
import type { InspectRequest } from '../engine.ts';
import type { ConformanceEngine } from './engineOps.ts';
import { suiteEngines } from './engines.ts';
import { compare, passes } from './tolerance.ts';

const CHOICES: readonly Partial<NetworkChoices>[] = [
  ...NORMS.flatMap((norm, i) =>
    POSITIONS.map((position, j) => ({
      norm,
      position,
      weights: WEIGHTS[(i + j) % WEIGHTS.length] ?? 'plain',
    })),
  ),
  ...POSITIONS.map((position) => ({ norm: 'batch', position, frozen: true }) as const),
  ...POSITIONS.map((position) => ({ norm: 'batch', position, estimated: true }) as const),
  ...POSITIONS.map((position) => ({ norm: 'batch-channel', position, estimated: true }) as const),
  { norm: 'batch-channel', frozen: true },
  { norm: 'batch', dropout: false },
];

const ENGINES = suiteEngines(process.env.LONG === 'yes').flatMap(({ name, threads, open }) =>
  threads.map((count) => ({ name, threads: count, open: () => open(count) })),
);

const DENSE = 'dense8';
const NETWORK = inspectedNetwork({ norm: 'batch', weights: 'standardized' });
const REQUEST: InspectRequest = {
  images: { split: 'train', rows: [4, 9, 1, 16] },
  ...{ statistics: 'minibatch', dropoutStep: 3, outputs: ['conv1', 'relu3', 'norm2'], gradients: true },
};
const rows = (...indices: number[]) => Uint32Array.from(indices);

describe.each(ENGINES)('looking into a network on $name, threads: $threads', ({ open }) => {
  let conformance: ConformanceEngine;
  beforeAll(async () => {
    conformance = await open();
    for (const split of ['train', 'test'] as const) {
      const { images, labels } = INSPECTED_DATA[split];
      conformance.engine.putImages('noise', split, 0, images, labels);
    }
  });
  afterAll(() => conformance.dispose());

  const start = (network = NETWORK) =>
    conformance.engine.createTrainer(network, inspectedState(network), 'noise');

  async function expectExact(network: typeof NETWORK) {
    const trainer = await start(network);
    for (const look of LOOKS) {
      const checks = await checkInspection(trainer, network, look);
      expect(checks.filter((check) => !passes(check))).toEqual([]);
    }
    trainer.dispose();
  }

  it.each(CHOICES)('gives what float64 gives: %o', async (choices) => {
    await expectExact(inspectedNetwork(choices));
  });

  it('gives what float64 gives of dense layers alone', async () => {
    await expectExact(inspectedNetwork({ norm: 'batch' }, DENSE));
  });

  it('gives the same whatever else is asked for', async () => {
    const trainer = await start();
    const whole = await trainer.inspect({ ...REQUEST, outputs: NETWORK.layers.map(({ name }) => name) });
    const part = await trainer.inspect({ ...REQUEST, gradients: false });
    expect([...part.outputs.keys()].sort()).toEqual([...REQUEST.outputs].sort());
    expect(part.gradients.size).toBe(0);
    const checks = [
      compare('logits', 'forward', part.logits, whole.logits),
      ...REQUEST.outputs.map((name) =>
        compare(name, 'forward', part.outputs.get(name) ?? [], whole.outputs.get(name) ?? [Number.NaN]),
      ),
    ];
    expect(checks.filter((check) => !passes(check))).toEqual([]);
    trainer.dispose();
  });

  it('changes nothing: not the state, the sums, the buffers or the bits of the next step', async () => {
    const idle = conformance.engine.liveBuffers();
    const [looked, other] = [await start(), await start()];
    for (const trainer of [looked, other]) trainer.step(rows(1, 2, 3, 4), 1);
    await looked.inspect(REQUEST);
    const buffers = conformance.engine.liveBuffers();
    await looked.inspect(REQUEST);
    expect(conformance.engine.liveBuffers()).toEqual(buffers);
    expect(await looked.parameters()).toEqual(await other.parameters());
    for (const trainer of [looked, other]) trainer.step(rows(5, 6, 7, 8), 2);
    expect(await looked.readMetrics()).toEqual(await other.readMetrics());
    expect(await looked.parameters()).toEqual(await other.parameters());
    for (const trainer of [looked, other]) trainer.dispose();
    expect(conformance.engine.liveBuffers()).toEqual(idle);
  });

  it.each([
    { network: NETWORK, outputs: ['conv1', 'flatten'] },
    // Its first output is the images themselves, which the next step may overwrite.
    { network: inspectedNetwork({ norm: 'batch' }, DENSE), outputs: ['flatten', 'dense1'] },
  ])(
    'shows the state at the time of the question, whatever follows: $outputs',
    async ({ network, outputs }) => {
      const trainer = await start(network);
      const before = await trainer.inspect({ ...REQUEST, outputs });
      const asked = trainer.inspect({ ...REQUEST, outputs });
      trainer.step(rows(0, 1, 2, 3), 1);
      trainer.setParameters(initialParameters(network));
      expect(await asked).toEqual(before);
      trainer.dispose();
    },
  );

  it('refuses a row and a layer that are not there', async () => {
    const trainer = await start();
    const missing = { ...REQUEST, images: { split: 'train', rows: [500] } } as const;
    await expect(trainer.inspect(missing)).rejects.toThrow('500');
    await expect(trainer.inspect({ ...REQUEST, outputs: ['norm9'] })).rejects.toThrow('norm9');
    trainer.dispose();
  });
});
