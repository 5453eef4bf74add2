/** The float64 reference behind the part of a trainer that answers questions: tests put it where an engine would be. */
import type { InspectedImages, Inspection, InspectRequest, Split, Trainer } from '../../engine/engine.ts';
import { type Network, sizeOf } from '../../network/layers.ts';
import { type Parameters, parameterSpecs } from '../../network/parameters.ts';
import { evaluate, type Minibatch } from './network.ts';

/** A split's images: [rows, height · width] bytes, and a label a row. */
export interface ReferenceImages {
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}

export type ReferenceData = Readonly<Partial<Record<Split, ReferenceImages>>>;

/** Fractions of 255. @throws where the data has no such row */
export function minibatchOf(images: InspectedImages, pixels: number, data: ReferenceData): Minibatch {
  if ('pixels' in images)
    return { x: Array.from(images.pixels, (byte) => byte / 255), labels: images.labels };
  const { split, rows } = images;
  const held = data[split];
  const chosen = Array.from(rows, (row) => {
    const label = held?.labels[row];
    if (!held || label === undefined) throw new Error(`no image at row ${row} of the ${split} split`);
    return { label, bytes: held.images.subarray(row * pixels, (row + 1) * pixels) };
  });
  return {
    x: chosen.flatMap(({ bytes }) => Array.from(bytes, (byte) => byte / 255)),
    labels: chosen.map(({ label }) => label),
  };
}

const rounded = (values: ReadonlyMap<string, Float64Array>): Map<string, Float32Array> =>
  new Map([...values].map(([name, array]) => [name, Float32Array.from(array)]));

const copyOf = (parameters: Parameters): Map<string, Float32Array> =>
  new Map([...parameters].map(([name, values]) => [name, values.slice()]));

/**
 * Computes in float64 and rounds to float32 at the end.
 * @param parameters the whole state, as a trainer's `parameters` gives it
 */
export function referenceTrainer(
  network: Network,
  parameters: Parameters,
  data: ReferenceData,
): Pick<Trainer, 'inspect' | 'parameters' | 'setParameters'> {
  const names = parameterSpecs(network).map(({ name }) => name);
  let state = copyOf(parameters);
  return {
    async inspect({
      images,
      statistics,
      dropoutStep,
      outputs,
      gradients,
    }: InspectRequest): Promise<Inspection> {
      const minibatch = minibatchOf(images, sizeOf(network.input), data);
      const evaluated = evaluate(network, state, minibatch, { statistics, dropoutStep });
      const wanted = outputs.map((name) => {
        const output = evaluated.outputs.get(name);
        if (!output) throw new Error(`no layer ${name}`);
        return [name, output] as const;
      });
      return {
        logits: Float32Array.from(evaluated.logits),
        outputs: rounded(new Map(wanted)),
        gradients: gradients ? rounded(evaluated.gradients()) : new Map(),
      };
    },
    async parameters() {
      return copyOf(state);
    },
    setParameters(next) {
      const missing = names.find((name) => !next.has(name));
      if (missing) throw new Error(`the state has no ${missing}`);
      state = copyOf(next);
    },
  };
}
