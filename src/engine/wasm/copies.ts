/**
 * Where kernels want a value in a place of its own. A convolution reads a tensor with zeros all around, so that it need
 * not ask where it is: whoever writes that tensor leaves room for the border, unless somebody else reads it who knows no
 * borders. And a kernel that writes over what it reads gets a copy where that is needed afterwards.
 */
import { livesOf } from '../program/plan.ts';
import { dimensions, type Value } from '../program/value.ts';
import type { Task } from './tasks.ts';

/** Tasks with the copies that they need, and the border of every value that has one. */
export interface Placed {
  readonly tasks: readonly Task[];
  readonly borders: ReadonlyMap<string, number>;
}

export const withCopies = (tasks: readonly Task[], kept: ReadonlySet<string>): Placed =>
  withBorders(withoutSpoiling(tasks, kept));

const half = (kernel: Value): number => (kernel.shape[0] ?? 1) >> 1;

/** Whether there is but one pixel: the output of a dense layer, whose few values are normalized in float64. */
export const isVector = ({ shape }: Value): boolean => {
  const { height, width } = dimensions(shape);
  return height * width === 1;
};

/** Values that a task reads with a border of at least so many zeros around them, and those that have to have none. */
interface Demands {
  readonly bordered: readonly (readonly [Value, number])[];
  readonly flat: readonly Value[];
}

function demandsOf(task: Task): Demands {
  const flat = (...values: readonly Value[]): Demands => ({ bordered: [], flat: values });
  switch (task.kind) {
    case 'conv2d':
      return { bordered: [[task.reads.x, half(task.reads.kernel)]], flat: [] };
    case 'conv2d-input-gradient':
      return { bordered: [[task.reads.dy, half(task.reads.kernel)]], flat: [] };
    case 'conv2d-filter-gradient':
      // Windows reach past dy, too.
      return {
        bordered: [
          [task.reads.x, half(task.writes.dkernel)],
          [task.reads.dy, task.windowed ? 1 : 0],
        ],
        flat: [],
      };
    case 'dense':
      return flat(task.reads.x, task.writes.y);
    case 'dense-input-gradient':
      return flat(task.reads.dy, task.writes.dx);
    case 'dense-bias-gradient':
      return flat(task.reads.dy);
    case 'dense-kernel-gradient':
      return flat(task.reads.x, task.reads.dy);
    case 'dense-update': {
      const { gradient, input } = task;
      return flat(gradient.reads.x, gradient.reads.dy, ...(input ? [input.writes.dx] : []));
    }
    case 'norm':
    case 'norm-inference':
      return flat(task.reads.x, ...(isVector(task.reads.x) ? [task.writes.y] : []));
    case 'norm-gradient':
      return flat(task.reads.x, task.reads.dy, ...(isVector(task.reads.x) ? [task.writes.dx] : []));
    case 'relu':
    case 'global-average-pool':
      return flat(task.reads.x);
    case 'relu-gradient':
      return flat(task.reads.dy);
    case 'softmax-cross-entropy':
      return flat(task.reads.logits, task.writes.dlogits);
    case 'score':
      return flat(task.reads.logits);
    default:
      return flat();
  }
}

/** What a task spoils of the values that it reads. */
export const spoiltBy = (task: Task): Value | undefined =>
  task.kind === 'norm-gradient' && task.relu ? task.reads.dy : undefined;

/** Puts a copy before each task that would spoil a value which is needed after it. */
function withoutSpoiling(tasks: readonly Task[], kept: ReadonlySet<string>): Task[] {
  const lives = livesOf(tasks, kept);
  return tasks.flatMap((task, at) => {
    const value = spoiltBy(task);
    if (!value || lives.get(value.name)?.to === at) return [task];
    const y = { ...value, name: `${value.name}/for ${task.layer}` };
    return [copyOf(value, y, task.layer), replaced(task, value, y)];
  });
}

/** The border of every value; where readers cannot agree, those that want one get a copy. */
function withBorders(tasks: readonly Task[]): Placed {
  const flat = new Set(tasks.flatMap((task) => demandsOf(task).flat.map(({ name }) => name)));
  const borders = new Map<string, number>();
  const copied = new Map<string, Value>();
  for (const task of tasks) {
    for (const [value, border] of demandsOf(task).bordered) {
      if (border === 0) continue;
      const place = flat.has(value.name) ? { ...value, name: `${value.name}/bordered` } : value;
      if (place !== value) copied.set(value.name, place);
      borders.set(place.name, Math.max(borders.get(place.name) ?? 0, border));
    }
  }
  const made = new Set<string>();
  const all = tasks.flatMap((task) =>
    demandsOf(task).bordered.reduce(
      (list: Task[], [value]) => {
        const place = copied.get(value.name);
        if (!place) return list;
        const copy = made.has(place.name) ? [] : [copyOf(value, place, task.layer)];
        made.add(place.name);
        return [...list.slice(0, -1), ...copy, replaced(list.at(-1) ?? task, value, place)];
      },
      [task],
    ),
  );
  return { tasks: all, borders };
}

const copyOf = (x: Value, y: Value, layer: string): Task => ({
  kind: 'copy',
  layer,
  reads: { x },
  writes: { y },
});

/** The task, reading another value in the place of one. */
function replaced<T extends Task>(task: T, value: Value, by: Value): T {
  const reads = Object.entries(task.reads).map(([name, read]) => [
    name,
    read.name === value.name ? by : read,
  ]);
  return { ...task, reads: Object.fromEntries(reads) };
}
