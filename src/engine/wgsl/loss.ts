/** Softmax cross-entropy: a row is a thread's. Sums of a step go to its slot, and are added up where they are read. */
import type { Score, SoftmaxCrossEntropy } from '../program/operation.ts';
import type { Dispatch } from './kernel.ts';
import type { Lowering } from './lowering.ts';

/** Numbers of a slot: the loss's sum, and how many were right. */
export const NUMBERS_OF_SLOT = 2;

/** dlogits = (softmax − 1 at the label) / images */
export function loss(task: SoftmaxCrossEntropy | Score, lowering: Lowering): Dispatch[] {
  const { logits, sums } = task.reads;
  const { threads } = lowering;
  const classes = logits.shape.at(-1) ?? 1;
  const kernel = lowering.kernel(`loss: ${task.kind}`).bind('logits', logits).bind('sums', sums);
  const dlogits = task.kind === 'score' ? undefined : task.writes.dlogits;
  if (dlogits) kernel.bind('dlogits', dlogits);
  const outside = `
var<workgroup> losses: array<f32, ${threads}>;
var<workgroup> hits: array<f32, ${threads}>;`;
  const main = `
  var sum = 0.0;
  var right = 0.0;
  for (var row = thread; row < frame.images; row += ${threads}u) {
    let start = row * ${classes}u;
    let label = frame.list[${lowering.batch}u + row];
    var largest = logits[start];
    var best = 0u;
    for (var c = 1u; c < ${classes}u; c++) {
      if (logits[start + c] > largest) { largest = logits[start + c]; best = c; }
    }
    var total = 0.0;
    for (var c = 0u; c < ${classes}u; c++) { total += exp(logits[start + c] - largest); }
    sum += log(total) - (logits[start + label] - largest);
    right += select(0.0, 1.0, best == label);${
      dlogits
        ? `
    for (var c = 0u; c < ${classes}u; c++) {
      dlogits[start + c] = (exp(logits[start + c] - largest) / total - select(0.0, 1.0, c == label)) / f32(frame.images);
    }`
        : ''
    }
  }
  losses[thread] = sum;
  hits[thread] = right;
  workgroupBarrier();
  if (thread == 0u) {
    for (var i = 1u; i < min(${threads}u, frame.images); i++) { sum += losses[i]; right += hits[i]; }
    let slot = frame.slot * ${NUMBERS_OF_SLOT}u;
    // Slots are used again where nobody reads for long.
    if (frame.first == 0u) { sum += sums[slot]; right += sums[slot + 1u]; }
    sums[slot] = sum;
    sums[slot + 1u] = right;
  }`;
  return [kernel.dispatch({ outside, main }, () => 1, threads)];
}
