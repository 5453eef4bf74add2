/** A WebGPU program with one invocation a result, in the shape in which TensorFlow.js wants it. */
import { getMainHeaderString, type WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu/dist/webgpu_program';
import { computeDispatch, flatDispatchLayout } from '@tensorflow/tfjs-backend-webgpu/dist/webgpu_util';

export interface FlatProgram {
  /** Names the code: programs of one key and like ranks share a pipeline. */
  readonly key: string;
  readonly inputs: string[];
  readonly outputShape: number[];
  /** WGSL struct members, such as 'rate : f32,'. */
  readonly uniforms: string;
  readonly functions: string;
  /** WGSL statements; `index` is the result's flat index. */
  readonly body: string;
}

export function flatProgram({
  key,
  inputs,
  outputShape,
  uniforms,
  functions,
  body,
}: FlatProgram): WebGPUProgram {
  const workgroupSize: [number, number, number] = [64, 1, 1];
  const dispatchLayout = flatDispatchLayout(outputShape);
  return {
    variableNames: inputs,
    outputShape,
    dispatchLayout,
    dispatch: computeDispatch(dispatchLayout, outputShape, workgroupSize),
    workgroupSize,
    size: true,
    shaderKey: key,
    ...(uniforms === '' ? {} : { uniforms }),
    getUserCode: () =>
      `${functions} ${getMainHeaderString('index')} { if (index < uniforms.size) { ${body} } }`,
  };
}
