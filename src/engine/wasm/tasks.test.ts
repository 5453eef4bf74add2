/** What this engine makes of programs, before it knows where anything is. */
import { describe, expect, test } from 'vitest';
import { buildNetwork } from '../../network/build.ts';
import { parameterSpecs } from '../../network/parameters.ts';
import { FASHION_MNIST } from '../../spec/dataSets.ts';
import { DEFAULT_EXPERIMENT } from '../../spec/fields.ts';
import { compileTraining } from '../program/compile.ts';
import { withCopies } from './copies.ts';
import { workspacesOf } from './needs.ts';
import { store } from './storage.ts';
import { fusedParameters, tasksOf } from './tasks.ts';

const network = buildNetwork(
  { ...DEFAULT_EXPERIMENT, network: 'reference-cnn', norm: 'batch' },
  FASHION_MNIST,
);
const program = compileTraining(network);
const { load, rest } = tasksOf(program);

describe('the reference CNN', () => {
  test('updates dense kernels where their gradients are formed, and every parameter once', () => {
    const fused = fusedParameters(rest);
    expect([...fused]).toEqual(['dense2/kernel', 'dense1/kernel']);
    const flat = rest.flatMap((task) => (task.kind === 'flat-update' ? task.updates : []));
    const names = [...fused, ...flat.map(({ reads }) => reads.parameter.name)];
    const trained = parameterSpecs(network).filter(({ role }) => role === 'trained');
    expect(names.sort()).toEqual(trained.map(({ name }) => name).sort());
    expect(rest.some(({ kind }) => kind === 'dense-kernel-gradient')).toBe(false);
  });

  test('standardizes all kernels first', () => {
    expect(rest.slice(0, 5).map(({ kind, layer }) => `${layer} ${kind}`)).toEqual([
      ...['conv1', 'conv2', 'conv3', 'conv4'].map((layer) => `${layer} standardize`),
      'conv1 conv2d',
    ]);
  });

  test('needs no copy, borders what convolutions read, and drops in place', () => {
    const { tasks, borders } = withCopies([...load, ...rest], new Set());
    expect(tasks.some(({ kind }) => kind === 'copy')).toBe(false);
    expect([...borders.keys()].sort()).toEqual([
      ...['dropout1', 'input', 'norm1', 'norm3'],
      ...['relu2/gradient', 'relu3/gradient', 'relu4/gradient'],
    ]);
    const { buffers, bufferOf } = store([...load, ...rest], [], new Set(), workspacesOf);
    const dropped = rest.flatMap((task) => (task.kind === 'dropout' ? [task] : []));
    const inPlace = dropped.filter(({ reads, writes }) => bufferOf(reads.x) === bufferOf(writes.y));
    // All but the first forward, whose output has a border and whose input has none.
    expect(inPlace.map(({ layer }) => layer)).toEqual([
      ...['dropout2', 'dropout3'],
      ...['dropout3', 'dropout2', 'dropout1'],
    ]);
    expect(new Set(buffers.map(({ name }) => name)).size).toBe(buffers.length);
  });
});
