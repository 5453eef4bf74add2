/** The fused kernel in JavaScript, for Node. Not in the page: it builds functions from text, which its CSP forbids. */
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { type KernelConfig, type TypedArray, util } from '@tensorflow/tfjs-core';
import { FUSED, type FusedAttrs } from './fused.ts';

type Value = (values: Float64Array, i0: number, i1: number, i2: number, i3: number) => number;

const FUNCTIONS =
  'const { sqrt, exp, log, abs, min, max, floor } = Math; const fract = (x) => x - Math.floor(x);' +
  'const choose = (c, a, b) => (c > 0 ? a : b); const finite = (x) => (Number.isFinite(Math.fround(x)) ? 1 : 0);';

const compiled = new Map<string, Value>();

function compile({ expression, names, scalarNames }: FusedAttrs): Value {
  const locals = [...names, ...scalarNames];
  const key = `${locals.join()}:${expression}`;
  let value = compiled.get(key);
  if (!value) {
    const read = locals.map((name, j) => `${name} = values[${j}]`).join();
    const text = `${FUNCTIONS} return (values, i0, i1, i2, i3) => { const ${read}; return ${expression}; };`;
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
    const data = names.map((name) => cpu.readSync((inputs[name] as { dataId: object }).dataId) as TypedArray);
    const strides = views.map(stridesOf);
    const locals = new Float64Array([...names.map(() => 0), ...scalars]);
    const scale = locals[names.length] as number;
    const out = new Float32Array(util.sizeFromShape(as));
    const outer = [...shape];
    const length = mode === 'map' ? 1 : (shape[axis] as number);
    if (mode !== 'map') outer[axis] = 1;
    const at = new Int32Array(4);
    const steps = Int32Array.from(strides.flat());
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
        const [i0, i1, i2, i3] = [at[0] as number, at[1] as number, at[2] as number, at[3] as number];
        for (let j = 0; j < data.length; j++) {
          const s = 4 * j;
          const offset =
            i0 * (steps[s] as number) +
            i1 * (steps[s + 1] as number) +
            i2 * (steps[s + 2] as number) +
            i3 * (steps[s + 3] as number);
          locals[j] = (data[j] as TypedArray)[offset] as number;
        }
        const v = value(locals, i0, i1, i2, i3);
        running = mode === 'max' ? Math.max(running, v) : running + v;
      }
      out[o] = mode === 'sum' ? running * scale : running;
    }
    return cpu.makeTensorInfo(as, 'float32', out);
  },
};
