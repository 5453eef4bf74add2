/** The fused kernel in JavaScript, for Node. Not in the page: it builds functions from text, which its CSP forbids. */
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { type KernelConfig, type TypedArray, util } from '@tensorflow/tfjs-core';
import { FUSED, type FusedAttrs } from './fused.ts';

type Strides = [number, number, number, number];
type Value = (values: Float64Array, at: readonly number[]) => number;

const FUNCTIONS =
  'const { sqrt, exp, log, abs, min, max, floor } = Math; const fract = (x) => x - Math.floor(x);' +
  'const choose = (c, a, b) => (c > 0 ? a : b); const finite = (x) => (Number.isFinite(Math.fround(x)) ? 1 : 0);';

const compiled = new Map<string, Value>();

function compile({ expression, names, scalarNames }: FusedAttrs): Value {
  const locals = [...names, ...scalarNames];
  const key = `${locals.join()}:${expression}`;
  let value = compiled.get(key);
  if (!value) {
    const text = `${FUNCTIONS} return (values, [i0, i1, i2, i3]) => { const [${locals.join()}] = values; return ${expression}; };`;
    value = new Function(text)() as Value;
    compiled.set(key, value);
  }
  return value;
}

/** Distance in memory between neighbours along each axis of a view; 0 where it broadcasts. */
const stridesOf = (view: readonly number[]): number[] =>
  view.map((n, axis) => (n === 1 ? 0 : view.slice(axis + 1).reduce((product, m) => product * m, 1)));

export const fusedCpu: KernelConfig = {
  kernelName: FUSED,
  backendName: 'cpu',
  kernelFunc({ inputs, backend, attrs }) {
    const cpu = backend as MathBackendCPU;
    const fused = attrs as FusedAttrs;
    const { names, views, shape, mode, axis, scalars, as } = fused;
    const value = compile(fused);
    const data = names.map(
      (name) => cpu.data.get((inputs[name] as { dataId: object }).dataId).values as TypedArray,
    );
    const strides = views.map(stridesOf);
    const locals = new Float64Array([...names.map(() => 0), ...scalars]);
    const scale = locals[names.length] as number;
    const out = new Float32Array(util.sizeFromShape(as));
    const outer = [...shape];
    const length = mode === 'map' ? 1 : (shape[axis] as number);
    if (mode !== 'map') outer[axis] = 1;
    const at = [0, 0, 0, 0];
    for (let o = 0; o < out.length; o++) {
      let rest = o;
      for (let d = 3; d >= 0; d--) {
        const n = outer[d] as number;
        at[d] = rest % n;
        rest = (rest - (at[d] as number)) / n;
      }
      let running = mode === 'max' ? Number.NEGATIVE_INFINITY : 0;
      for (let r = 0; r < length; r++) {
        if (mode !== 'map') at[axis] = r;
        for (let j = 0; j < data.length; j++) {
          const [s0, s1, s2, s3] = strides[j] as Strides;
          const [a0, a1, a2, a3] = at as Strides;
          locals[j] = (data[j] as TypedArray)[a0 * s0 + a1 * s1 + a2 * s2 + a3 * s3] as number;
        }
        const v = value(locals, at);
        running = mode === 'max' ? Math.max(running, v) : running + v;
      }
      out[o] = mode === 'sum' ? running * scale : running;
    }
    return cpu.makeTensorInfo(as, 'float32', out);
  },
};
