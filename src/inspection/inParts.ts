/** One look in several calls, where the outputs asked for would not fit into a page's memory together. */
import type { Inspection, InspectRequest } from '../engine/engine.ts';
import { partsOf } from '../engine/outputParts.ts';
import type { Amount, Answering, Subject } from './subject.ts';

const countOf = ({ images }: InspectRequest): number =>
  'rows' in images ? images.rows.length : images.labels.length;

/**
 * As `inspect`, but hands each output to `use` and keeps none. Each call and each output is a piece of its own.
 * @param amount how far the answer is meanwhile
 * @returns logits and gradients
 */
export async function* inspectInParts(
  { network, trainer }: Pick<Subject, 'network' | 'trainer'>,
  request: InspectRequest,
  use: (name: string, output: Float32Array) => void,
  amount: Amount,
): Answering<Pick<Inspection, 'logits' | 'gradients'>> {
  let whole: Inspection | undefined;
  for (const outputs of partsOf(network, request.outputs, countOf(request))) {
    const gradients = request.gradients && whole === undefined;
    const part = await trainer.inspect({ ...request, outputs, gradients });
    for (const name of outputs) {
      yield amount;
      const output = part.outputs.get(name);
      if (!output) throw new Error(`The engine left out the output of ${name}.`);
      use(name, output);
    }
    whole ??= { ...part, outputs: new Map() };
    yield amount;
  }
  if (!whole) throw new Error('nothing was asked for');
  return whole;
}
