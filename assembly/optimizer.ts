/**
 * The four optimizers, over a range of parameters. Coefficients of the step (state.ts), computed in float64 outside:
 *
 *   sgd       p ← p − c0 · g                                                    c0 = lr
 *   momentum  v ← c1 · v + g,  p ← p − c0 · v                                   c1 = μ
 *   adam      m ← c1 · m + c2 · g,  v ← c3 · v + c4 · g²,
 *             p ← p − c0 · m / (c5 · √v + c6)      c0 = lr / (1 − β1ᵗ), c1 = β1, c2 = 1 − β1, c3 = β2, c4 = 1 − β2,
 *                                                  c5 = 1 / √(1 − β2ᵗ), c6 = ε
 *   rmsprop   a ← c1 · a + c2 · g²,  p ← p − c0 · g / √(a + c6)                 c1 = decay, c2 = 1 − decay, c6 = ε
 *
 * and from what decays also c7 · p, of the p before, with c7 = lr · weight decay (Loshchilov & Hutter 2019): added to the
 * difference first, for 1 − c7 would lose its digits.
 */
import { Optimizer, Update } from '../src/engine/wasm/kernels';
import { multiplyAdd } from './simd';
import { coefficients, firstUnit, lastUnit } from './state';

/** Values in one unit of work: ranges begin on a vector whatever the number of threads. */
const UNIT: i32 = 256;

/** Arguments: optimizer, whether they decay, parameters, gradients, first slots, second slots, count. */
export function update(a: usize): void {
  const count = load<i32>(a, 4 * Update.count);
  const units = (count + UNIT - 1) / UNIT;
  const first = firstUnit(units) * UNIT;
  const end = min(lastUnit(units) * UNIT, count);
  const offset = <usize>first * 4;
  updateRange(
    load<i32>(a, 4 * Update.optimizer),
    load<i32>(a, 4 * Update.decays) !== 0,
    load<usize>(a, 4 * Update.parameters) + offset,
    load<usize>(a, 4 * Update.gradients) + offset,
    load<usize>(a, 4 * Update.firstSlots) + offset,
    load<usize>(a, 4 * Update.secondSlots) + offset,
    end - first,
  );
}

/** @param m the first slot (velocity, m, mean square) @param v the second (Adam's v) */
export function updateRange(
  kind: i32,
  decays: bool,
  p: usize,
  g: usize,
  m: usize,
  v: usize,
  count: i32,
): void {
  const decay = decays ? v128.load_splat<f32>(coefficients, 28) : f32x4.splat(0);
  const vectors = count & ~3;
  const bytes = <usize>vectors * 4;
  if (kind === Optimizer.adam) adamVectors(p, g, m, v, bytes, decay);
  else otherVectors(kind, p, g, m, bytes, decay);
  p += bytes;
  g += bytes;
  m += bytes;
  v += bytes;
  for (let i = vectors; i < count; i++) {
    const gradient = f32x4.splat(load<f32>(g));
    const mAfter = firstSlot(kind, gradient, f32x4.splat(load<f32>(m)));
    if (kind !== Optimizer.sgd) store<f32>(m, f32x4.extract_lane(mAfter, 0));
    let vAfter = f32x4.splat(0);
    if (kind === Optimizer.adam) {
      vAfter = secondSlot(gradient, f32x4.splat(load<f32>(v)));
      store<f32>(v, f32x4.extract_lane(vAfter, 0));
    }
    const before = f32x4.splat(load<f32>(p));
    const after = f32x4.sub(before, multiplyAdd(decay, before, difference(kind, gradient, mAfter, vAfter)));
    store<f32>(p, f32x4.extract_lane(after, 0));
    p += 4;
    g += 4;
    m += 4;
    v += 4;
  }
}

/** Coefficients stay in registers: V8 cannot know that the stores leave them alone. */
function adamVectors(p: usize, g: usize, m: usize, v: usize, bytes: usize, decay: v128): void {
  const rate = v128.load_splat<f32>(coefficients);
  const beta1 = v128.load_splat<f32>(coefficients, 4);
  const rest1 = v128.load_splat<f32>(coefficients, 8);
  const beta2 = v128.load_splat<f32>(coefficients, 12);
  const rest2 = v128.load_splat<f32>(coefficients, 16);
  const correction = v128.load_splat<f32>(coefficients, 20);
  const epsilon = v128.load_splat<f32>(coefficients, 24);
  for (let at: usize = 0; at < bytes; at += 16) {
    const gradient = v128.load(g + at);
    const mAfter = kept(f32x4.add(f32x4.mul(beta1, v128.load(m + at)), f32x4.mul(rest1, gradient)));
    const vAfter = kept(
      multiplyAdd(f32x4.mul(rest2, gradient), gradient, f32x4.mul(beta2, v128.load(v + at))),
    );
    v128.store(m + at, mAfter);
    v128.store(v + at, vAfter);
    const deviation = multiplyAdd(f32x4.sqrt(vAfter), correction, epsilon);
    const difference = f32x4.div(f32x4.mul(rate, mAfter), deviation);
    const before = v128.load(p + at);
    v128.store(p + at, f32x4.sub(before, multiplyAdd(decay, before, difference)));
  }
}

function otherVectors(kind: i32, p: usize, g: usize, m: usize, bytes: usize, decay: v128): void {
  const nothing = f32x4.splat(0);
  for (let at: usize = 0; at < bytes; at += 16) {
    const gradient = v128.load(g + at);
    let mAfter = gradient;
    if (kind !== Optimizer.sgd) {
      mAfter = firstSlot(kind, gradient, v128.load(m + at));
      v128.store(m + at, mAfter);
    }
    const before = v128.load(p + at);
    const step = difference(kind, gradient, mAfter, nothing);
    v128.store(p + at, f32x4.sub(before, multiplyAdd(decay, before, step)));
  }
}

/**
 * A slot as it is stored: 0 in place of less than 2⁻¹⁰⁰, which moves no parameter. A unit that is dead for good would
 * leave numbers below the normal ones here for ever, and each costs an Intel processor some 150 cycles a step: with 7 %
 * of them a step took 2.4 times as long.
 */
function kept(slot: v128): v128 {
  const size = v128.and(slot, i32x4.splat(0x7fff_ffff));
  return v128.and(slot, i32x4.ge_s(size, i32x4.splat(0x0d80_0000)));
}

function firstSlot(kind: i32, g: v128, m: v128): v128 {
  if (kind === Optimizer.sgd) return g;
  const old = f32x4.mul(v128.load_splat<f32>(coefficients, 4), m);
  if (kind === Optimizer.momentum) return kept(f32x4.add(old, g));
  const weighted = f32x4.mul(v128.load_splat<f32>(coefficients, 8), g);
  if (kind === Optimizer.adam) return kept(f32x4.add(old, weighted));
  return kept(multiplyAdd(weighted, g, old));
}

/** Adam's v. */
function secondSlot(g: v128, v: v128): v128 {
  const old = f32x4.mul(v128.load_splat<f32>(coefficients, 12), v);
  return kept(multiplyAdd(f32x4.mul(v128.load_splat<f32>(coefficients, 16), g), g, old));
}

function difference(kind: i32, g: v128, m: v128, v: v128): v128 {
  const rate = v128.load_splat<f32>(coefficients);
  if (kind === Optimizer.sgd || kind === Optimizer.momentum) return f32x4.mul(rate, m);
  const epsilon = v128.load_splat<f32>(coefficients, 24);
  if (kind === Optimizer.adam) {
    const deviation = multiplyAdd(f32x4.sqrt(v), v128.load_splat<f32>(coefficients, 20), epsilon);
    return f32x4.div(f32x4.mul(rate, m), deviation);
  }
  return f32x4.div(f32x4.mul(rate, g), f32x4.sqrt(f32x4.add(m, epsilon)));
}
