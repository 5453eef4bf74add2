/**
 * What a layer does: `forward` yields y and, closed over what it saved, the way back. There is no tape; the
 * network calls the layers' `backward` in reverse and disposes of each activation as soon as it has served.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { NormLayer } from '../../../network/layers.ts';

/** One pass over one minibatch, as the layers see it. */
export interface Pass {
  /** What norms with moving statistics normalize with, unless they are frozen. */
  readonly statistics: 'minibatch' | 'moving';
  /** Whose dropout masks apply, from 1; undefined drops nothing. */
  readonly dropoutStep: number | undefined;
  /** That norms' limits follow, from 1; undefined where they are as they end. */
  readonly step: number | undefined;
  /** A trained parameter. */
  parameter(name: string): Tensor;
  setGradient(name: string, gradient: Tensor): void;
  /** What a norm moves without a gradient. */
  moving(name: string): Tensor;
  setMoving(name: string, value: Tensor): void;
}

export interface Forward {
  readonly y: Tensor;
  /**
   * Sets the parameters' gradients. @param dy gradient of the loss with respect to y
   * @returns that with respect to x, of a sum to both; undefined when `wantsInput` is false: no parameter needs it
   */
  backward(dy: Tensor, wantsInput: boolean): Tensor | undefined;
}

/** @param x [N, …layer.input] @param b likewise, of a layer that reads two values the second */
export type LayerOp = (x: Tensor, pass: Pass, b: Tensor) => Forward;

/** What a norm does on a layer. */
export type NormOp = (layer: Pick<NormLayer, 'name' | 'norm'>) => LayerOp;
