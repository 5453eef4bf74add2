/**
 * Softmax cross-entropy, averaged over the batch, from logits of any size:
 *
 *   loss = log Σ exp(z − max z) − (z_label − max z)       dlogits = (softmax(z) − onehot(label)) / batch
 *
 * The sums of the steps since the last read are four float64: loss, correct, images, and the first step whose loss
 * was not finite (0: none). A few numbers an image: thread 0 does it.
 *
 * An image's loss counts to 2⁻²⁸ (4e-9 nats), so that sums below 2²⁵ are exact: whoever reads them often and adds up
 * gets the bits of who reads them once, and a curve does not depend on the machine's speed or on pauses.
 *
 * Arguments: logits, classes, labels (int32), sums, dlogits (0: score only).
 */
import { SoftmaxCrossEntropy } from '../src/engine/wasm/kernels';
import { batch, step, thread } from './state';

/** Units of the loss that make up a nat. */
const UNITS: f64 = <f64>(1 << 28);

export function softmaxCrossEntropy(a: usize): void {
  if (thread !== 0) return;
  const classes = load<i32>(a, 4 * SoftmaxCrossEntropy.classes);
  const sums = load<usize>(a, 4 * SoftmaxCrossEntropy.sums);
  let total: f64 = 0;
  let correct = 0;
  for (let image = 0; image < batch; image++) {
    const z = load<usize>(a, 4 * SoftmaxCrossEntropy.logits) + <usize>(image * classes) * 4;
    const label = load<i32>(load<usize>(a, 4 * SoftmaxCrossEntropy.labels) + <usize>image * 4);
    let best = 0;
    for (let c = 1; c < classes; c++) if (logit(z, c) > logit(z, best)) best = c;
    const top = logit(z, best);
    let sum: f64 = 0;
    for (let c = 0; c < classes; c++) sum += Math.exp(logit(z, c) - top);
    total += nearest((Math.log(sum) - (logit(z, label) - top)) * UNITS) / UNITS;
    if (best === label) correct++;
    const gradient = load<usize>(a, 4 * SoftmaxCrossEntropy.dlogits);
    if (!gradient) continue;
    for (let c = 0; c < classes; c++) {
      const share = Math.exp(logit(z, c) - top) / sum - (c === label ? 1 : 0);
      store<f32>(gradient + <usize>(image * classes + c) * 4, <f32>(share / <f64>batch));
    }
  }
  store<f64>(sums, load<f64>(sums) + total);
  store<f64>(sums, load<f64>(sums, 8) + <f64>correct, 8);
  store<f64>(sums, load<f64>(sums, 16) + <f64>batch, 16);
  if (!(abs(total) < Infinity) && load<f64>(sums, 24) === 0) store<f64>(sums, <f64>step, 24);
}

function logit(z: usize, c: i32): f64 {
  return <f64>load<f32>(z + <usize>c * 4);
}
