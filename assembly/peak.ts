/** The upper bound of every kernel's speed: multiply-adds in registers, nothing else. 192 floating-point operations a round. */
import { laneSum, multiplyAdd } from './simd';

export function multiplyAddPeak(rounds: i32): f32 {
  const factor = f32x4.splat(0.999);
  const offset = f32x4.splat(0.001);
  let a0 = f32x4.splat(0);
  let a1 = f32x4.splat(1);
  let a2 = f32x4.splat(2);
  let a3 = f32x4.splat(3);
  let a4 = f32x4.splat(4);
  let a5 = f32x4.splat(5);
  let a6 = f32x4.splat(6);
  let a7 = f32x4.splat(7);
  let a8 = f32x4.splat(8);
  let a9 = f32x4.splat(9);
  let a10 = f32x4.splat(10);
  let a11 = f32x4.splat(11);
  for (let i = 0; i < rounds; i++) {
    for (let half = 0; half < 2; half++) {
      a0 = multiplyAdd(a0, factor, offset);
      a1 = multiplyAdd(a1, factor, offset);
      a2 = multiplyAdd(a2, factor, offset);
      a3 = multiplyAdd(a3, factor, offset);
      a4 = multiplyAdd(a4, factor, offset);
      a5 = multiplyAdd(a5, factor, offset);
      a6 = multiplyAdd(a6, factor, offset);
      a7 = multiplyAdd(a7, factor, offset);
      a8 = multiplyAdd(a8, factor, offset);
      a9 = multiplyAdd(a9, factor, offset);
      a10 = multiplyAdd(a10, factor, offset);
      a11 = multiplyAdd(a11, factor, offset);
    }
  }
  const low = f32x4.add(f32x4.add(f32x4.add(a0, a1), f32x4.add(a2, a3)), f32x4.add(a4, a5));
  const high = f32x4.add(f32x4.add(f32x4.add(a6, a7), f32x4.add(a8, a9)), f32x4.add(a10, a11));
  return laneSum(f32x4.add(low, high));
}
