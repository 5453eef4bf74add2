/**
 * How this engine holds a program's temporaries: in buffers, two of which may later share memory. What works value by
 * value works in place where nobody needs its input any more.
 */
import { sizeOf } from '../../network/layers.ts';
import { descriptionOf } from '../../network/norms.ts';
import { readsOf, writesOf } from '../program/operation.ts';
import { type Life, livesOf } from '../program/plan.ts';
import { dimensions, type Value } from '../program/value.ts';
import { withCopies } from './copies.ts';
import type { Task } from './tasks.ts';

/** Memory that a task needs for itself, while it runs and all threads can see it. */
export interface Workspace {
  readonly name: string;
  readonly perImage: number;
  readonly once: number;
}

/** Bytes for each image of the batch, and bytes that there are once. */
export interface Buffer extends Life {
  readonly name: string;
  readonly perImage: number;
  readonly once: number;
  /** Zero before its first use, and its memory is shared with no other buffer: what nobody writes stays zero. */
  readonly exclusive: boolean;
}

export interface Storage {
  readonly tasks: readonly Task[];
  readonly buffers: readonly Buffer[];
  /** The name of the buffer that a temporary is in; undefined for what is held elsewhere. */
  bufferOf(value: Value): string | undefined;
  /** Zeros on all four sides of every image of a value. */
  borderOf(value: Value): number;
}

/** Values an image takes up, its border included. */
function storedSize({ shape }: Value, border: number): number {
  const { height, width, channels } = dimensions(shape);
  return (height + 2 * border) * (width + 2 * border) * channels;
}

/** The value that a task may write over with its result, and the result; in order of preference. */
function inPlacePairs(task: Task): readonly (readonly [from: Value, to: Value])[] {
  switch (task.kind) {
    case 'dropout':
    case 'relu':
    case 'activation':
      return [[task.reads.x, task.writes.y]];
    case 'relu-gradient':
    case 'activation-gradient':
      return [[task.reads.dy, task.writes.dx]];
    case 'add':
      return [
        [task.reads.a, task.writes.y],
        [task.reads.b, task.writes.y],
      ];
    default:
      return [];
  }
}

/** @param elsewhere names of temporaries that are held outside the program's memory */
export function store(
  given: readonly Task[],
  kept: readonly Value[],
  elsewhere: ReadonlySet<string>,
  workspacesOf: (task: Task) => readonly Workspace[],
): Storage {
  const keptNames = new Set(kept.map(({ name }) => name));
  const { tasks, borders } = withCopies(given, keptNames);
  const lives = livesOf(tasks, keptNames);
  const values = new Map<string, Value>();
  // In the shape in which it was made: a reader may see it flattened.
  for (const task of tasks) {
    for (const value of readsOf(task)) if (!values.has(value.name)) values.set(value.name, value);
    for (const value of writesOf(task)) values.set(value.name, value);
  }

  const borderOf = ({ name }: Value): number => borders.get(name) ?? 0;
  const sizes = statisticSizes(tasks);
  const bytesOf = (value: Value): { perImage: number; once: number } => {
    const bytes = value.type === 'float' ? 4 : 1;
    const size = value.each
      ? (sizes.get(value.name) ?? storedSize(value, borderOf(value)))
      : sizeOf(value.shape);
    return value.each ? { perImage: size * bytes, once: 0 } : { perImage: 0, once: size * bytes };
  };

  /** The buffer of a value that shares another's, and how long each buffer is needed. */
  const shared = new Map<string, string>();
  const needed = new Map([...lives].map(([name, life]) => [name, { ...life }]));
  const bufferName = (name: string): string => shared.get(name) ?? name;
  tasks.forEach((task, at) => {
    for (const [from, to] of inPlacePairs(task)) {
      const buffer = bufferName(from.name);
      const [life, next] = [needed.get(buffer), needed.get(to.name)];
      if (!life || !next || life.to !== at || elsewhere.has(from.name) || elsewhere.has(to.name)) continue;
      if (borderOf(from) !== borderOf(to) || sizeOf(from.shape) !== sizeOf(to.shape)) continue;
      shared.set(to.name, buffer);
      life.to = next.to;
      needed.delete(to.name);
      break;
    }
  });

  const buffers = [...needed].flatMap(([name, life]): Buffer[] => {
    const value = values.get(name);
    if (!value || elsewhere.has(name)) return [];
    const exclusive = borderOf(value) > 0;
    return [{ name, ...bytesOf(value), ...(exclusive ? { from: 0, to: tasks.length } : life), exclusive }];
  });
  const workspaces = tasks.flatMap((task, at) =>
    workspacesOf(task).map((workspace): Buffer => ({ ...workspace, from: at, to: at, exclusive: false })),
  );
  return {
    tasks,
    buffers: [...buffers, ...workspaces],
    borderOf,
    bufferOf: ({ name }) => (lives.has(name) && !elsewhere.has(name) ? bufferName(name) : undefined),
  };
}

/** Kernels keep an image's statistics a value a channel, whatever the groups; those of pixels are what they are. */
function statisticSizes(tasks: readonly Task[]): Map<string, number> {
  return new Map(
    tasks.flatMap((task) => {
      if (task.kind !== 'norm' || descriptionOf(task.norm).statistics?.pixels === 'each') return [];
      const { y, ...statistics } = task.writes;
      const { channels } = dimensions(y.shape);
      return Object.values(statistics).map(({ name }) => [name, channels] as const);
    }),
  );
}
