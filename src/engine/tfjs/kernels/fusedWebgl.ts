/** The fused kernel as a GLSL fragment shader. */
import type { GPGPUProgram, MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { FUSED, type FusedAttrs } from './fused.ts';

const FUNCTIONS = `
  float choose(float c, float a, float b) { return c > 0.0 ? a : b; }
  float finite(float x) { return (floatBitsToUint(x) & 0x7f800000u) != 0x7f800000u ? 1.0 : 0.0; }`;

const COORDINATES = 'float i0 = float(at.x), i1 = float(at.y), i2 = float(at.z), i3 = float(at.w);';

function program({ expression, names, views, shape, mode, axis, scalarNames }: FusedAttrs): GPGPUProgram {
  const inputs = names.map((_, j) => `t${j}`);
  const at = (view: readonly number[]) => view.map((n, d) => (n === 1 ? '0' : `at.${'xyzw'[d]}`)).join();
  const loads = names.map((name, j) =>
    mode === 'map'
      ? `float ${name} = getT${j}AtOutCoords();`
      : `float ${name} = getT${j}(${at(views[j] ?? [])});`,
  );
  const outputShape = [...shape];
  if (mode !== 'map') outputShape[axis] = 1;
  const body = {
    map: `${COORDINATES} ${loads.join(' ')} setOutput(${expression});`,
    sum: `float running = 0.0;
      for (int r = 0; r < ${shape[axis]}; r++) {
        at.${'xyzw'[axis]} = r; ${COORDINATES} ${loads.join(' ')} running += ${expression};
      }
      setOutput(scale * running);`,
    max: `float running = -3.4e38;
      for (int r = 0; r < ${shape[axis]}; r++) {
        at.${'xyzw'[axis]} = r; ${COORDINATES} ${loads.join(' ')} running = max(running, ${expression});
      }
      setOutput(running);`,
  }[mode];
  return {
    variableNames: inputs,
    outputShape,
    customUniforms: scalarNames.map((name) => ({ name, type: 'float' as const })),
    userCode: `${FUNCTIONS} void main() { ivec4 at = getOutputCoords(); ${body} }`,
  };
}

export const fusedWebgl: KernelConfig = {
  kernelName: FUSED,
  backendName: 'webgl',
  kernelFunc({ inputs, backend, attrs }) {
    const fused = attrs as FusedAttrs;
    const views = fused.names.map((name, j): TensorInfo => {
      const { dataId, dtype } = inputs[name] as TensorInfo;
      return { dataId, dtype, shape: fused.views[j] ?? [] };
    });
    const webgl = backend as MathBackendWebGL;
    const result = webgl.runWebGLProgram(
      program(fused),
      views,
      'float32',
      fused.scalars.map((scalar) => [scalar]),
    );
    return { ...result, shape: fused.as };
  },
};
