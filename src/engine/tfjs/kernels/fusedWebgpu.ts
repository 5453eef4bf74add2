/** The fused kernel as a WGSL compute shader, one invocation a result. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu/dist/backend_webgpu';
import type { WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu/dist/webgpu_program';
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { FUSED, type FusedAttrs } from './fused.ts';
import { flatProgram } from './webgpuProgram.ts';

const FUNCTIONS = `
  fn choose(c: f32, a: f32, b: f32) -> f32 { return select(b, a, c > 0.0); }
  fn finite(x: f32) -> f32 { return select(0.0, 1.0, (bitcast<u32>(x) & 0x7f800000u) != 0x7f800000u); }`;

const COORDINATES = 'let i0 = f32(at.x); let i1 = f32(at.y); let i2 = f32(at.z); let i3 = f32(at.w);';

function program(fused: FusedAttrs): WebGPUProgram {
  const { expression, names, views, shape, mode, axis, scalarNames } = fused;
  const at = (view: readonly number[]) => view.map((n, d) => (n === 1 ? '0' : `at.${'xyzw'[d]}`)).join();
  const loads = names.map((name, j) =>
    mode === 'map'
      ? `let ${name} = getT${j}ByOutputIndex(index);`
      : `let ${name} = getT${j}(${at(views[j] ?? [])});`,
  );
  const scalars = scalarNames.map((name) => `let ${name} = uniforms.${name};`).join(' ');
  const loop = (combine: string) => `for (var r = 0; r < ${shape[axis]}; r++) {
      at.${'xyzw'[axis]} = r; ${COORDINATES} ${loads.join(' ')} ${combine}
    }`;
  const body = {
    map: `${COORDINATES} ${loads.join(' ')} setOutputAtIndex(index, ${expression});`,
    sum: `var running = 0.0; ${loop(`running += ${expression};`)} setOutputAtIndex(index, scale * running);`,
    max: `var running = -3.4e38; ${loop(`running = max(running, ${expression});`)} setOutputAtIndex(index, running);`,
  }[mode];
  const outputShape = [...shape];
  if (mode !== 'map') outputShape[axis] = 1;
  return flatProgram({
    // A broadcast view reads coordinate 0 by a literal, so the code depends on which dimensions are 1.
    key: `fused ${mode} ${axis} ${mode === 'map' ? '' : shape[axis]} ${views.map(at)} ${scalarNames} ${names} ${expression}`,
    inputs: names.map((_, j) => `t${j}`),
    outputShape,
    uniforms: scalarNames.map((name) => `${name} : f32,`).join(' '),
    functions: FUNCTIONS,
    body: `${scalars} var at = getCoordsFromIndex(index); ${body}`,
  });
}

export const fusedWebgpu: KernelConfig = {
  kernelName: FUSED,
  backendName: 'webgpu',
  kernelFunc({ inputs, backend, attrs }) {
    const fused = attrs as FusedAttrs;
    const views = fused.names.map((name, j): TensorInfo => {
      const { dataId, dtype } = inputs[name] as TensorInfo;
      return { dataId, dtype, shape: fused.views[j] ?? [] };
    });
    const webgpu = backend as WebGPUBackend;
    const uniforms = fused.scalars.map((scalar) => ({ type: 'float32', data: [scalar] }));
    const result = webgpu.runWebGPUProgram(program(fused), views, 'float32', uniforms);
    return { ...result, shape: fused.as };
  },
};
