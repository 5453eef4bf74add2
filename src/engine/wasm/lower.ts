/** From a task to this engine's instructions. What each of their arguments means stands above its kernel in assembly/. */
import { SCALED_WS } from '../../network/layers.ts';
import { slotNames } from '../../network/parameters.ts';
import { dropoutThreshold } from '../../random/streams.ts';
import type { Conv2dInputGradient, Update } from '../program/operation.ts';
import { dimensions, LABELS, matrixOf, SUMS, type Value } from '../program/value.ts';
import { optimizerNumber } from './frame.ts';
import { type Arguments, type Emit, flag, float32, type Instruction, wordsOf } from './instruction.ts';
import { ActivationFunction, Place } from './kernels.ts';
import { lowerNorm } from './lowerNorm.ts';
import { type Phase, phasesOf } from './phases.ts';
import { type Layout, layoutAt, type Places, strides } from './places.ts';
import type { DenseUpdate, Task } from './tasks.ts';
import type { Convolution, FilterGradient, Windowed } from './winograd.ts';

/** The instructions of one task; all threads wait after each but those that say otherwise. */
export function lower(task: Task, places: Places): Instruction[] {
  const instructions: Instruction[] = [];
  lowerTask(task, places, emitTo(instructions, task.layer));
  return instructions;
}

const emitTo =
  (instructions: Instruction[], layer: string): Emit =>
  (kernel, values, wait = true) =>
    instructions.push({ kernel, layer, words: wordsOf(kernel, values), wait });

/** Lays the kernel of a convolution out as it is read. */
export function packKernel(task: Convolution, places: Places): Instruction[] {
  const instructions: Instruction[] = [];
  const emit = emitTo(instructions, task.layer);
  const [size = 1, , inputs = 1, outputs = 1] = task.reads.kernel.shape;
  const channels = { kernel: places.address(task.reads.kernel), inputs, outputs };
  const turned = flag(task.kind === 'conv2d-input-gradient');
  const steps = { rowStep: size * task.stride, columnStep: task.stride };
  const whole = { rows: size, columns: size, packed: places.packed(task), first: size * size - 1 };
  if (task.windowed) emit('packWinograd', { ...channels, ...whole, ...steps, turned }, false);
  else if (task.kind === 'conv2d') emit('packKernel', { ...channels, ...whole, ...steps, turned }, false);
  else
    for (const { rows, columns, packed } of phasesOfGradient(task, places)) {
      const taps = { rows: rows.taps, columns: columns.taps, first: rows.last * size + columns.last };
      if (rows.taps * columns.taps > 0)
        emit('packKernel', { ...channels, ...taps, ...steps, packed, turned }, false);
    }
  return instructions;
}

function lowerTask(task: Task, places: Places, emit: Emit): void {
  const at = (value: Value): number => places.address(value);
  const layout = (value: Value): Layout => layoutAt(value, at(value), places.borderOf(value));
  switch (task.kind) {
    case 'load-images': {
      const y = layout(task.writes.y);
      emit('loadImages', {
        ...{ images: at(task.reads.images), height: y.height, rowBytes: y.width * y.channels },
        ...strides('y', y),
      });
      break;
    }
    case 'copy': {
      const [x, y] = [layout(task.reads.x), layout(task.writes.y)];
      emit('copy', { ...strides('x', x), ...strides('y', y), ...rowsOf(x) });
      break;
    }
    case 'standardize': {
      const { kernel } = task.reads;
      const { standardized, deviation } = task.writes;
      emit('standardize', {
        ...{ kernel: at(kernel), ...matrix(kernel), epsilon: float32(task.epsilon) },
        ...{ standardized: at(standardized), deviation: at(deviation) },
      });
      break;
    }
    case 'standardize-gradient': {
      const { gradient, standardized, deviation } = task.reads;
      emit('standardizeGradient', {
        ...{ gradient: at(gradient), ...matrix(gradient), epsilon: float32(task.epsilon) },
        ...{ standardized: at(standardized), deviation: at(deviation), dkernel: at(task.writes.dkernel) },
      });
      break;
    }
    case 'scale-weights': {
      const { kernel, gain } = task.reads;
      emit('scaleWeights', {
        ...{ kernel: at(kernel), ...matrix(kernel), gain: at(gain), scaled: at(task.writes.scaled) },
        ...scaledWs(kernel),
      });
      break;
    }
    case 'scale-weights-gradient': {
      const { gradient, kernel, gain } = task.reads;
      const { dkernel, dgain } = task.writes;
      emit('scaleWeightsGradient', {
        ...{ kernel: at(kernel), ...matrix(kernel), gain: at(gain), gradient: at(gradient) },
        ...{ dkernel: at(dkernel), dgain: at(dgain), ...scaledWs(kernel) },
      });
      break;
    }
    case 'conv2d': {
      const [x, y] = [layout(task.reads.x), layout(task.writes.y)];
      const bias = { bias: at(task.reads.bias), hasBias: 1, relu: flag(task.relu) };
      const kernel = { ...wholeOf(task), packed: places.packed(task), stride: task.stride };
      emit(task.windowed ? 'convolveWinograd' : 'convolve', {
        ...{ ...strides('x', x), x: cornerOf(x, kernel.rows), ...strides('y', y), ...pixelsOf(y) },
        ...{ inputs: x.channels, ...kernel, ...bias },
      });
      break;
    }
    case 'conv2d-input-gradient':
      lowerInputGradient(task, layout(task.reads.dy), layout(task.writes.dx), places, emit);
      break;
    case 'conv2d-filter-gradient':
      lowerFilterGradient(task, layout(task.reads.x), layout(task.reads.dy), places, emit);
      break;
    case 'dense': {
      const { x, kernel, bias } = task.reads;
      const { inputs, outputs } = sides(kernel);
      emit('dense', {
        ...{ x: at(x), inputs, outputs, kernel: at(kernel), bias: at(bias) },
        ...{ y: at(task.writes.y), relu: flag(task.relu) },
      });
      break;
    }
    case 'dense-input-gradient': {
      const { dy, kernel } = task.reads;
      const values = { dy: at(dy), ...sides(kernel), kernel: at(kernel), zeros: Place.zeros };
      emit('denseInputGradient', { ...values, dx: at(task.writes.dx), fused: 0 });
      break;
    }
    case 'dense-bias-gradient':
      emit('sumBatch', {
        ...{ values: at(task.reads.dy), sums: at(task.writes.dbias), channels: sizeOfOne(task.writes.dbias) },
      });
      break;
    case 'dense-kernel-gradient': {
      const { x, dy } = task.reads;
      const { dkernel } = task.writes;
      emit('denseUpdate', {
        ...{ optimizer: 0, decays: 0, x: at(x), dy: at(dy), ...sides(dkernel) },
        ...{ kernel: 0, firstSlots: 0, secondSlots: 0, dkernel: at(dkernel), dx: 0 },
      });
      break;
    }
    case 'dense-update':
      lowerDenseUpdate(task, at, emit);
      break;
    case 'norm':
    case 'norm-inference':
    case 'norm-gradient':
      lowerNorm(task, places, emit);
      break;
    case 'max-pool': {
      const [x, y] = [layout(task.reads.x), layout(task.writes.y)];
      emit('maxPool', poolValues(x, y, at(task.writes.argmax)));
      break;
    }
    case 'max-pool-gradient': {
      const [dx, dy] = [layout(task.writes.dx), layout(task.reads.dy)];
      emit('maxPoolGradient', poolValues(dx, dy, at(task.reads.argmax)));
      break;
    }
    case 'global-average-pool':
      emit('globalPool', globalPoolValues(layout(task.reads.x), at(task.writes.y)));
      break;
    case 'global-average-pool-gradient':
      emit('globalPoolGradient', globalPoolValues(layout(task.writes.dx), at(task.reads.dy)));
      break;
    case 'dropout': {
      const [x, y] = [layout(task.reads.x), layout(task.writes.y)];
      const threshold = dropoutThreshold(task.rate);
      const [key0, key1] = task.key;
      emit('dropout', {
        ...{ ...strides('x', x), ...strides('y', y), ...rowsOf(x), key0, key1, threshold },
        scale: float32(1 / (1 - threshold / 256)),
      });
      break;
    }
    case 'add': {
      const [a, b, y] = [layout(task.reads.a), layout(task.reads.b), layout(task.writes.y)];
      const ends = { ...strides('a', a), ...strides('b', b), ...strides('y', y) };
      emit('add', { ...ends, ...rowsOf(y), relu: flag(task.relu) });
      break;
    }
    case 'relu': {
      // max(x, 0) is x but where x is not above 0: what the gradient's kernel makes of x, a NaN included.
      const [x, y] = [layout(task.reads.x), layout(task.writes.y)];
      emit('reluGradient', { ...strides('y', x), ...strides('dx', y), ...rowsOf(x), dy: at(task.reads.x) });
      break;
    }
    case 'relu-gradient': {
      const [y, dx] = [layout(task.reads.y), layout(task.writes.dx)];
      emit('reluGradient', { ...strides('y', y), ...strides('dx', dx), ...rowsOf(y), dy: at(task.reads.dy) });
      break;
    }
    case 'activation': {
      const [x, y] = [layout(task.reads.x), layout(task.writes.y)];
      emit('activation', {
        ...{ activation: ActivationFunction[task.activation], ...strides('x', x), ...strides('y', y) },
        ...{ dy: 0, dyImage: 0, dyRow: 0, ...rowsOf(x) },
      });
      break;
    }
    case 'activation-gradient': {
      const [x, dy, dx] = [layout(task.reads.x), layout(task.reads.dy), layout(task.writes.dx)];
      emit('activationGradient', {
        ...{ activation: ActivationFunction[task.activation], ...strides('x', x) },
        ...{ ...strides('dy', dy), ...strides('y', dx), ...rowsOf(x) },
      });
      break;
    }
    case 'softmax-cross-entropy':
    case 'score': {
      const { logits } = task.reads;
      emit('softmaxCrossEntropy', {
        ...{ logits: at(logits), classes: sizeOfOne(logits), labels: at(LABELS), sums: at(SUMS) },
        dlogits: task.kind === 'score' ? 0 : at(task.writes.dlogits),
      });
      break;
    }
    case 'flat-update':
      for (const { update, ...run } of runsOf(task.updates, at))
        emit('update', {
          ...{ optimizer: optimizerNumber(update.rule), decays: flag(update.decays) },
          ...run,
        });
      break;
    default:
      task satisfies never;
  }
}

function lowerInputGradient(
  task: Windowed<Conv2dInputGradient>,
  dy: Layout,
  dx: Layout,
  places: Places,
  emit: Emit,
): void {
  const ends = { inputs: dy.channels, bias: Place.zeros, hasBias: 0, relu: 0, stride: 1 };
  if (task.windowed) {
    const kernel = { ...wholeOf(task), packed: places.packed(task) };
    emit('convolveWinograd', {
      ...{ ...strides('x', dy), x: cornerOf(dy, kernel.rows), ...strides('y', dx), ...pixelsOf(dx) },
      ...{ ...kernel, ...ends },
    });
    return;
  }
  const phases = phasesOfGradient(task, places);
  phases.forEach(({ rows, columns, packed }, i) => {
    const values = {
      ...{ ...strides('x', dy), x: dy.inner + rows.start * dy.row + columns.start * dy.pixel },
      ...{ ...strides('y', dx), y: dx.inner + rows.from * dx.row + columns.from * dx.pixel },
      ...{ yRow: dx.row * task.stride, yPixel: dx.pixel * task.stride, outputs: dx.channels },
      ...{ height: rows.count, width: columns.count, rows: rows.taps, columns: columns.taps },
    };
    // Each writes pixels of its own.
    emit('convolve', { ...values, packed, ...ends }, i === phases.length - 1);
  });
}

interface GradientPhase {
  readonly rows: Phase;
  readonly columns: Phase;
  readonly packed: number;
}

function phasesOfGradient(task: Windowed<Conv2dInputGradient>, places: Places): GradientPhase[] {
  const [size = 1, , inputs = 1, outputs = 1] = task.reads.kernel.shape;
  const { height, width } = dimensions(task.writes.dx.shape);
  const phases: GradientPhase[] = [];
  let packed = places.packed(task);
  for (const rows of phasesOf(size, task.stride, height))
    for (const columns of phasesOf(size, task.stride, width)) {
      phases.push({ rows, columns, packed });
      packed += Math.ceil(inputs / 8) * rows.taps * columns.taps * outputs * 32;
    }
  return phases;
}

const wholeOf = ({ reads: { kernel } }: Convolution): { rows: number; columns: number } => {
  const [size = 1] = kernel.shape;
  return { rows: size, columns: size };
};

const pixelsOf = ({ height, width, channels, pixel }: Layout) => ({
  ...{ height, width, outputs: channels, yPixel: pixel },
});

function lowerFilterGradient(task: FilterGradient, x: Layout, dy: Layout, places: Places, emit: Emit): void {
  const { dkernel, dbias } = task.writes;
  const [size = 1] = dkernel.shape;
  const values = {
    ...{ ...strides('x', x), x: cornerOf(x, size), ...strides('dy', dy) },
    ...{
      height: dy.height,
      width: dy.width,
      inputs: x.channels,
      outputs: dy.channels,
      size,
      stride: task.stride,
    },
    ...{ dkernel: places.address(dkernel), dbias: places.address(dbias) },
  };
  if (!task.windowed) {
    emit('filterGradient', { ...values, sums: 0 });
    return;
  }
  const sums = places.workspace(task, 'sums');
  emit('winogradGradient', { ...values, sums });
  emit('kernelFromWinograd', { ...values, sums });
}

function lowerDenseUpdate(
  { gradient, input, update }: DenseUpdate,
  at: (value: Value) => number,
  emit: Emit,
): void {
  const { x, dy } = gradient.reads;
  const kernel = at(update.reads.parameter);
  const shape = sides(update.reads.parameter);
  const dx = input ? at(input.writes.dx) : 0;
  if (input) emit('denseInputGradient', { dy: at(dy), ...shape, kernel, zeros: Place.zeros, dx, fused: 1 });
  const [firstSlots, secondSlots] = slotsOf(update, at);
  emit('denseUpdate', {
    ...{ optimizer: optimizerNumber(update.rule), decays: flag(update.decays) },
    ...{ x: at(x), dy: at(dy), ...shape },
    ...{ kernel, firstSlots, secondSlots, dkernel: 0, dx },
  });
}

/** Addresses of a parameter's optimizer slots; 0 where there are fewer. */
function slotsOf({ rule, reads }: Update, at: (value: Value) => number): [first: number, second: number] {
  const slots: Readonly<Record<string, Value>> = reads;
  const [first = 0, second = 0] = slotNames(rule).map((name) => {
    const slot = slots[name];
    if (!slot) throw new Error(`${reads.parameter.name} has no ${name}`);
    return at(slot);
  });
  return [first, second];
}

type UpdateArguments = Omit<Arguments<'update'>, 'optimizer' | 'decays'>;

/** Less than this many bytes lie between neighbours, and nothing lives there. */
const GAP = 128;

/** Joins updates of parameters that lie one behind another, with gradients and slots in the same order. */
function runsOf(
  updates: readonly Update[],
  at: (value: Value) => number,
): (UpdateArguments & { readonly update: Update })[] {
  const single = updates.map((update) => {
    const { parameter, gradient } = update.reads;
    const [firstSlots, secondSlots] = slotsOf(update, at);
    const count = sizeOfOne(parameter);
    return { update, parameters: at(parameter), gradients: at(gradient), firstSlots, secondSlots, count };
  });
  single.sort((a, b) => a.parameters - b.parameters);
  const runs: typeof single = [];
  for (const next of single) {
    const run = runs.at(-1);
    const distance = run ? next.parameters - run.parameters : 0;
    const follows = (slots: 'gradients' | 'firstSlots' | 'secondSlots'): boolean =>
      run !== undefined && (next[slots] - run[slots] === distance || next[slots] + run[slots] === 0);
    if (
      run &&
      run.update.decays === next.update.decays &&
      distance - 4 * run.count < GAP &&
      follows('gradients') &&
      follows('firstSlots') &&
      follows('secondSlots')
    )
      runs[runs.length - 1] = { ...run, count: distance / 4 + next.count };
    else runs.push(next);
  }
  return runs;
}

/** Rows and outputs of a convolution's kernel. */
const matrix = (kernel: Value): { rows: number; outputs: number } => {
  const [rows, outputs] = matrixOf(kernel);
  return { rows, outputs };
};

/** Of a kernel of so many rows. */
const scaledWs = (kernel: Value): { epsilon: number; factor: number } => ({
  epsilon: float32(SCALED_WS.epsilon),
  factor: float32(SCALED_WS.factor / Math.sqrt(matrixOf(kernel)[0])),
});

/** The sides of a dense kernel. */
const sides = (kernel: Value): { inputs: number; outputs: number } => {
  const [inputs, outputs] = matrixOf(kernel);
  return { inputs, outputs };
};

const sizeOfOne = ({ shape }: Value): number => shape.reduce((product, n) => product * n, 1);

/** The corner of the border that a kernel of this size wants. */
const cornerOf = ({ inner, row, pixel }: Layout, size: number): number => inner - (size >> 1) * (row + pixel);

const rowsOf = ({ height, width, channels }: Layout): { height: number; rowLength: number } => ({
  height,
  rowLength: width * channels,
});

const poolValues = (x: Layout, y: Layout, argmax: number): Arguments<'maxPool'> => ({
  ...{ ...strides('x', x), ...strides('y', y) },
  ...{ height: y.height, width: y.width, channels: y.channels, argmax },
  ...{ inputHeight: x.height, inputWidth: x.width },
});

const globalPoolValues = (x: Layout, y: number): Arguments<'globalPool'> => ({
  ...{ ...strides('x', x), y, height: x.height, width: x.width, channels: x.channels },
});
