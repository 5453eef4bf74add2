/** The few vector idioms that every kernel shares. Two builds differ here only: fused multiply-add, or not. */

/** a · b + c in four lanes; rounded once where the build has relaxed SIMD and the machine fused multiply-add. */
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** c − a · b in four lanes, rounded likewise. */
export function multiplySubtract(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_nmadd(a, b, c);
  return f32x4.sub(c, f32x4.mul(a, b));
}

/** The sum of four lanes, pairwise. */
export function laneSum(a: v128): f32 {
  return (
    f32x4.extract_lane(a, 0) +
    f32x4.extract_lane(a, 1) +
    (f32x4.extract_lane(a, 2) + f32x4.extract_lane(a, 3))
  );
}

/** The sums of the lanes of four, each as laneSum takes it. */
export function laneSums(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<i32>(a, b, 0, 2, 4, 6), v128.shuffle<i32>(a, b, 1, 3, 5, 7));
  const cd = f32x4.add(v128.shuffle<i32>(c, d, 0, 2, 4, 6), v128.shuffle<i32>(c, d, 1, 3, 5, 7));
  return f32x4.add(v128.shuffle<i32>(ab, cd, 0, 2, 4, 6), v128.shuffle<i32>(ab, cd, 1, 3, 5, 7));
}

/** All bits of the first `count` lanes. */
export function firstLanes(count: i32): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count));
}

/** Stores the first `lanes` (1 … 8) of eight values. */
export function storeLanes(to: usize, low: v128, high: v128, lanes: i32): void {
  if (lanes >= 8) {
    v128.store(to, low);
    v128.store(to, high, 16);
    return;
  }
  if (lanes >= 4) {
    v128.store(to, low);
    to += 16;
    lanes -= 4;
    low = high;
  }
  if (lanes > 0) store<f32>(to, f32x4.extract_lane(low, 0));
  if (lanes > 1) store<f32>(to, f32x4.extract_lane(low, 1), 4);
  if (lanes > 2) store<f32>(to, f32x4.extract_lane(low, 2), 8);
}
