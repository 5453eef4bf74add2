/** Runs an instruction by its kernel's number, on arguments that begin at an address. */
import { Kernel } from '../src/engine/wasm/kernels';
import { activation, activationGradient } from './activation';
import { add, copy } from './add';
import { bandNorm, bandNormGradient } from './bandNorm';
import {
  batchCoefficients,
  batchGradient,
  batchMoments,
  batchNormalize,
  batchProducts,
  batchStatistics,
  estimateStatistics,
  inverseDeviation,
} from './batchNorm';
import {
  renormGamma,
  renormScale,
  renormStatistics,
  vectorRenorm,
  vectorRenormGradient,
} from './batchRenorm';
import { convolve } from './convolution';
import { dense, denseInputGradient } from './dense';
import { denseUpdate, sumBatch } from './denseUpdate';
import { dropout } from './dropout';
import { dynamicTanh, dynamicTanhGradient } from './dynamicTanh';
import { filterGradient } from './filterGradient';
import { filterResponse, filterResponseGradient } from './filterResponse';
import { globalPool, globalPoolGradient } from './globalPool';
import { imageNorm, imageNormGradient } from './imageNorm';
import { loadImages } from './images';
import { softmaxCrossEntropy } from './loss';
import { update } from './optimizer';
import { packKernel } from './packKernel';
import { pixelNorm, pixelNormGradient } from './pixelNorm';
import { maxPool, maxPoolGradient } from './pool';
import { reluGradient } from './relu';
import { scaleWeights, scaleWeightsGradient } from './scaleWeights';
import { standardize, standardizeGradient } from './standardize';
import { vectorBatchNorm, vectorBatchNormGradient } from './vectorBatchNorm';
import { vectorNorm, vectorNormGradient } from './vectorNorm';
import { convolveWinograd, packWinograd } from './winograd';
import { kernelFromWinograd, winogradGradient } from './winogradGradient';

export function runInstruction(kernel: i32, a: usize): void {
  switch (kernel) {
    case Kernel.loadImages:
      loadImages(a);
      break;
    case Kernel.standardize:
      standardize(a);
      break;
    case Kernel.standardizeGradient:
      standardizeGradient(a);
      break;
    case Kernel.scaleWeights:
      scaleWeights(a);
      break;
    case Kernel.scaleWeightsGradient:
      scaleWeightsGradient(a);
      break;
    case Kernel.packKernel:
      packKernel(a);
      break;
    case Kernel.convolve:
      convolve(a);
      break;
    case Kernel.filterGradient:
      filterGradient(a);
      break;
    case Kernel.dense:
      dense(a);
      break;
    case Kernel.denseInputGradient:
      denseInputGradient(a);
      break;
    case Kernel.denseUpdate:
      denseUpdate(a);
      break;
    case Kernel.sumBatch:
      sumBatch(a);
      break;
    case Kernel.imageNorm:
      imageNorm(a);
      break;
    case Kernel.imageNormGradient:
      imageNormGradient(a);
      break;
    case Kernel.bandNorm:
      bandNorm(a);
      break;
    case Kernel.bandNormGradient:
      bandNormGradient(a);
      break;
    case Kernel.pixelNorm:
      pixelNorm(a);
      break;
    case Kernel.pixelNormGradient:
      pixelNormGradient(a);
      break;
    case Kernel.dynamicTanh:
      dynamicTanh(a);
      break;
    case Kernel.dynamicTanhGradient:
      dynamicTanhGradient(a);
      break;
    case Kernel.filterResponse:
      filterResponse(a);
      break;
    case Kernel.filterResponseGradient:
      filterResponseGradient(a);
      break;
    case Kernel.batchMoments:
      batchMoments(a);
      break;
    case Kernel.batchStatistics:
      batchStatistics(a);
      break;
    case Kernel.estimateStatistics:
      estimateStatistics(a);
      break;
    case Kernel.inverseDeviation:
      inverseDeviation(a);
      break;
    case Kernel.batchNormalize:
      batchNormalize(a);
      break;
    case Kernel.batchProducts:
      batchProducts(a);
      break;
    case Kernel.batchCoefficients:
      batchCoefficients(a);
      break;
    case Kernel.batchGradient:
      batchGradient(a);
      break;
    case Kernel.maxPool:
      maxPool(a);
      break;
    case Kernel.maxPoolGradient:
      maxPoolGradient(a);
      break;
    case Kernel.dropout:
      dropout(a);
      break;
    case Kernel.activation:
      activation(a);
      break;
    case Kernel.activationGradient:
      activationGradient(a);
      break;
    case Kernel.reluGradient:
      reluGradient(a);
      break;
    case Kernel.softmaxCrossEntropy:
      softmaxCrossEntropy(a);
      break;
    case Kernel.update:
      update(a);
      break;
    case Kernel.packWinograd:
      packWinograd(a);
      break;
    case Kernel.convolveWinograd:
      convolveWinograd(a);
      break;
    case Kernel.winogradGradient:
      winogradGradient(a);
      break;
    case Kernel.kernelFromWinograd:
      kernelFromWinograd(a);
      break;
    case Kernel.vectorBatchNorm:
      vectorBatchNorm(a);
      break;
    case Kernel.vectorBatchNormGradient:
      vectorBatchNormGradient(a);
      break;
    case Kernel.renormStatistics:
      renormStatistics(a);
      break;
    case Kernel.renormScale:
      renormScale(a);
      break;
    case Kernel.renormGamma:
      renormGamma(a);
      break;
    case Kernel.vectorRenorm:
      vectorRenorm(a);
      break;
    case Kernel.vectorRenormGradient:
      vectorRenormGradient(a);
      break;
    case Kernel.vectorNorm:
      vectorNorm(a);
      break;
    case Kernel.vectorNormGradient:
      vectorNormGradient(a);
      break;
    case Kernel.globalPool:
      globalPool(a);
      break;
    case Kernel.globalPoolGradient:
      globalPoolGradient(a);
      break;
    case Kernel.add:
      add(a);
      break;
    case Kernel.copy:
      copy(a);
      break;
    default:
      unreachable();
  }
}
