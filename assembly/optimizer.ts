/**
 * The four optimizers, over a range of parameters. Coefficients of the step (state.ts), computed in float64 outside:
 *
 *   sgd       p ← p − c0 · g                                                    c0 = lr
 *   momentum  v ← c1 · v + g,  p ← p − c0 · v                                   c1 = μ
 *   adam      m ← c1 · m + c2 · g,  v ← c3 · v + c4 · g²,
 *             p ← p − c0 · m / (c5 · √v + c6)      c0 = lr / (1 − β1ᵗ), c1 = β1, c2 = 1 − β1, c3 = β2, c4 = 1 − β2,
 *                                                  c5 = 1 / √(1 − β2ᵗ), c6 = ε
 *   rmsprop   a ← c1 · a + c2 · g²,  p ← p − c0 · g / √(a + c6)                 c1 = decay, c2 = 1 − decay, c6 = ε
 */
import { multiplyAdd } from './simd';
import { coefficients, firstUnit, lastUnit } from './state';

const SGD: i32 = 0;
const MOMENTUM: i32 = 1;
const ADAM: i32 = 2;

/** Values in one unit of work: ranges begin on a vector whatever the number of threads. */
const UNIT: i32 = 256;

/** Arguments: optimizer, parameters, gradients, first slots, second slots, count. */
export function update(a: usize): void {
  const count = load<i32>(a, 20);
  const units = (count + UNIT - 1) / UNIT;
  const first = firstUnit(units) * UNIT;
  const end = min(lastUnit(units) * UNIT, count);
  const offset = <usize>first * 4;
  updateRange(
    load<i32>(a),
    load<usize>(a, 4) + offset,
    load<usize>(a, 8) + offset,
    load<usize>(a, 12) + offset,
    load<usize>(a, 16) + offset,
    end - first,
  );
}

/** @param m the first slot (velocity, m, mean square) @param v the second (Adam's v) */
export function updateRange(kind: i32, p: usize, g: usize, m: usize, v: usize, count: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const mAfter = firstSlot(kind, v128.load(g), v128.load(m));
    if (kind !== SGD) v128.store(m, mAfter);
    let vAfter = f32x4.splat(0);
    if (kind === ADAM) {
      vAfter = secondSlot(v128.load(g), v128.load(v));
      v128.store(v, vAfter);
    }
    v128.store(p, f32x4.sub(v128.load(p), difference(kind, v128.load(g), mAfter, vAfter)));
    p += 16;
    g += 16;
    m += 16;
    v += 16;
  }
  for (; i < count; i++) {
    const gradient = f32x4.splat(load<f32>(g));
    const mAfter = firstSlot(kind, gradient, f32x4.splat(load<f32>(m)));
    if (kind !== SGD) store<f32>(m, f32x4.extract_lane(mAfter, 0));
    let vAfter = f32x4.splat(0);
    if (kind === ADAM) {
      vAfter = secondSlot(gradient, f32x4.splat(load<f32>(v)));
      store<f32>(v, f32x4.extract_lane(vAfter, 0));
    }
    store<f32>(p, load<f32>(p) - f32x4.extract_lane(difference(kind, gradient, mAfter, vAfter), 0));
    p += 4;
    g += 4;
    m += 4;
    v += 4;
  }
}

function firstSlot(kind: i32, g: v128, m: v128): v128 {
  if (kind === SGD) return g;
  const kept = f32x4.mul(v128.load_splat<f32>(coefficients, 4), m);
  if (kind === MOMENTUM) return f32x4.add(kept, g);
  const weighted = f32x4.mul(v128.load_splat<f32>(coefficients, 8), g);
  if (kind === ADAM) return f32x4.add(kept, weighted);
  return multiplyAdd(weighted, g, kept);
}

/** Adam's v. */
function secondSlot(g: v128, v: v128): v128 {
  const kept = f32x4.mul(v128.load_splat<f32>(coefficients, 12), v);
  return multiplyAdd(f32x4.mul(v128.load_splat<f32>(coefficients, 16), g), g, kept);
}

function difference(kind: i32, g: v128, m: v128, v: v128): v128 {
  const rate = v128.load_splat<f32>(coefficients);
  if (kind === SGD || kind === MOMENTUM) return f32x4.mul(rate, m);
  const epsilon = v128.load_splat<f32>(coefficients, 24);
  if (kind === ADAM) {
    const deviation = multiplyAdd(f32x4.sqrt(v), v128.load_splat<f32>(coefficients, 20), epsilon);
    return f32x4.div(f32x4.mul(rate, m), deviation);
  }
  return f32x4.div(f32x4.mul(rate, g), f32x4.sqrt(f32x4.add(m, epsilon)));
}
