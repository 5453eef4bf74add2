/** Memory that kernels need beside what they read and write: upper bounds, in step with assembly/. */
import { dimensions, type Value } from '../program/value.ts';
import { Size, Tiled } from './kernels.ts';
import { loweringOf } from './lowerNorm.ts';
import type { Workspace } from './storage.ts';
import type { Task } from './tasks.ts';
import { type Convolution, POSITIONS, winogradScratch } from './winograd.ts';

const sides = ({ shape: [inputs = 1, outputs = 1] }: Value): [number, number] => [inputs, outputs];

/** Bytes of scratch that a thread needs. */
export function scratchBytes(task: Task, threads: number): number {
  switch (task.kind) {
    case 'conv2d':
    case 'conv2d-input-gradient':
      return task.windowed ? winogradScratch(task, threads) : Size.list;
    case 'conv2d-filter-gradient': {
      if (task.windowed) return winogradScratch(task, threads);
      const [size = 1, , inputs = 1, outputs = 1] = task.writes.dkernel.shape;
      // Tiles are three wide for the shortest runs, so this counts too many for all others.
      const units = Math.ceil(outputs / 8) * (size * Math.ceil((size * inputs) / 3) + 1);
      return (Math.ceil(units / threads) + 1) * Size.tileSums;
    }
    case 'dense': {
      const [inputs, outputs] = sides(task.reads.kernel);
      return Math.max(Size.list + inputs * 32, Tiled.dense * (outputs + 8) * 4);
    }
    case 'dense-input-gradient':
      return inputGradientBytes(task.reads.kernel);
    case 'dense-update':
      return Math.max(
        task.input ? inputGradientBytes(task.input.reads.kernel) : 0,
        updateBytes(task.gradient.writes.dkernel),
      );
    case 'dense-kernel-gradient':
      return updateBytes(task.writes.dkernel);
    case 'norm':
    case 'norm-inference':
    case 'norm-gradient':
      // Up to five values a channel, in whole vectors.
      return (dimensions(task.reads.x.shape).channels + 3) * 20;
    default:
      return 0;
  }
}

const inputGradientBytes = (kernel: Value): number => Size.list + sides(kernel)[1] * 32;
const updateBytes = (kernel: Value): number => Size.updateRows * sides(kernel)[1] * 4 + 64 + Size.tileSums;

/** What of it all threads have to see, by its part in the task. */
export function workspacesOf(task: Task): readonly Workspace[] {
  const named = (part: string, perImage: number, once: number): Workspace[] => [
    { name: workspaceName(task, part), perImage: perImage * 4, once: once * 4 },
  ];
  switch (task.kind) {
    case 'conv2d-filter-gradient': {
      const [, , inputs = 1, outputs = 1] = task.writes.dkernel.shape;
      const position = inputs * outputs + Size.positionGap / 4;
      return task.windowed ? named('sums', 0, POSITIONS * position) : [];
    }
    case 'norm':
    case 'norm-gradient':
      return loweringOf(task.norm)
        .workspaces(task)
        .flatMap(({ part, perImage, once }) => named(part, perImage, once));
    default:
      return [];
  }
}

export const workspaceName = (task: Task, part: string): string => `${task.layer}/${task.kind}/${part}`;

/**
 * Bytes of a convolution's packed kernel: [outputs / 8][size² · inputs][8], or inputs and outputs swapped; by Winograd the
 * same for each position.
 */
export function packedBytes(task: Convolution): number {
  const [size = 1, , inputs = 1, outputs = 1] = task.reads.kernel.shape;
  const [from, to] = task.kind === 'conv2d' ? [inputs, outputs] : [outputs, inputs];
  const tap = Math.ceil(to / 8) * from * 32;
  return task.windowed ? POSITIONS * (tap + Size.positionGap) : size * size * tap;
}
