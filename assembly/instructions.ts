/**
 * Runs an instruction by its number. src/engine/wasm/instructions.ts names the numbers and writes the arguments; what
 * they are stands above each kernel.
 */

import { bandNorm, bandNormGradient } from './bandNorm';
import {
  batchCoefficients,
  batchGradient,
  batchMoments,
  batchNormalize,
  batchProducts,
  batchStatistics,
  inverseDeviation,
} from './batchNorm';
import { convolve } from './convolution';
import { dense, denseInputGradient } from './dense';
import { denseUpdate, sumBatch } from './denseUpdate';
import { dropout } from './dropout';
import { filterGradient } from './filterGradient';
import { imageNorm, imageNormGradient } from './imageNorm';
import { loadImages } from './images';
import { softmaxCrossEntropy } from './loss';
import { update } from './optimizer';
import { packKernel } from './packKernel';
import { maxPool, maxPoolGradient } from './pool';
import { reluGradient } from './relu';
import { standardize, standardizeGradient } from './standardize';
import { vectorBatchNorm, vectorBatchNormGradient } from './vectorBatchNorm';
import { vectorNorm, vectorNormGradient } from './vectorNorm';
import { convolveWinograd, packWinograd } from './winograd';
import { kernelFromWinograd, winogradGradient } from './winogradGradient';

export function runInstruction(code: i32, a: usize): void {
  switch (code) {
    case 1:
      loadImages(a);
      break;
    case 2:
      standardize(a);
      break;
    case 3:
      standardizeGradient(a);
      break;
    case 4:
      packKernel(a);
      break;
    case 5:
      convolve(a);
      break;
    case 6:
      filterGradient(a);
      break;
    case 7:
      dense(a);
      break;
    case 8:
      denseInputGradient(a);
      break;
    case 9:
      denseUpdate(a);
      break;
    case 10:
      sumBatch(a);
      break;
    case 11:
      imageNorm(a);
      break;
    case 12:
      imageNormGradient(a);
      break;
    case 13:
      bandNorm(a);
      break;
    case 14:
      bandNormGradient(a);
      break;
    case 15:
      batchMoments(a);
      break;
    case 16:
      batchStatistics(a);
      break;
    case 17:
      inverseDeviation(a);
      break;
    case 18:
      batchNormalize(a);
      break;
    case 19:
      batchProducts(a);
      break;
    case 20:
      batchCoefficients(a);
      break;
    case 21:
      batchGradient(a);
      break;
    case 22:
      maxPool(a);
      break;
    case 23:
      maxPoolGradient(a);
      break;
    case 24:
      dropout(a);
      break;
    case 25:
      reluGradient(a);
      break;
    case 26:
      softmaxCrossEntropy(a);
      break;
    case 27:
      update(a);
      break;
    case 28:
      packWinograd(a);
      break;
    case 29:
      convolveWinograd(a);
      break;
    case 30:
      winogradGradient(a);
      break;
    case 31:
      kernelFromWinograd(a);
      break;
    case 32:
      vectorBatchNorm(a);
      break;
    case 33:
      vectorBatchNormGradient(a);
      break;
    case 34:
      vectorNorm(a);
      break;
    case 35:
      vectorNormGradient(a);
      break;
    default:
      unreachable();
  }
}
