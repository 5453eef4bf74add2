/**
 * The file that goes along with a model whose normalization TensorFlow.js has no layer for: plain JavaScript that
 * people read, so it is kept as they get it. GroupNormalization has Keras 3's name and settings.
 */
export const LAYERS_FILE = 'norm-playground-layers.js';

export const LAYERS_SOURCE = `/**
 * Normalization layers that TensorFlow.js does not have, for models exported from Norm Playground.
 *
 * In a page, after TensorFlow.js:
 *   <script src="${LAYERS_FILE}"></script>
 * As a module, which has no global tf:
 *   import * as tf from '@tensorflow/tfjs';
 *   import './${LAYERS_FILE}';
 *   registerNormPlaygroundLayers(tf);
 * In CommonJS:
 *   require('./${LAYERS_FILE}')(tf);
 *
 * Then tf.loadLayersModel('model.json') opens the model. Licence: Apache-2.0.
 */
(function () {
  function registerNormPlaygroundLayers(tf) {
    /**
     * What the layers share: images are viewed as view(shape), the axes over(rank of the view) share a mean and a
     * variance, and gamma and beta, one a channel, are viewed as affine(shape).
     */
    class Normalization extends tf.layers.Layer {
      constructor(config) {
        super(config);
        this.epsilon = config.epsilon;
      }

      build(inputShape) {
        const shape = Array.isArray(inputShape[0]) ? inputShape[0] : inputShape;
        const channels = shape[shape.length - 1];
        this.gamma = this.addWeight('gamma', [channels], 'float32', tf.initializers.ones());
        this.beta = this.addWeight('beta', [channels], 'float32', tf.initializers.zeros());
        super.build(inputShape);
      }

      computeOutputShape(inputShape) {
        return inputShape;
      }

      call(inputs) {
        return tf.tidy(() => {
          const x = Array.isArray(inputs) ? inputs[0] : inputs;
          const affine = this.affine(x.shape);
          const normalized = this.normalize(x.reshape(this.view(x.shape)));
          return normalized
            .mul(this.gamma.read().reshape(affine))
            .add(this.beta.read().reshape(affine))
            .reshape(x.shape);
        });
      }

      /** (x - mean) / sqrt(variance + epsilon), the variance being the population's. */
      normalize(x) {
        const { mean, variance } = tf.moments(x, this.over(x.rank), true);
        return x.sub(mean).div(variance.add(this.epsilon).sqrt());
      }

      getConfig() {
        return Object.assign(super.getConfig(), { epsilon: this.epsilon });
      }
    }

    /**
     * Group normalization (Wu & He 2018): an image's channels are cut into groups of adjacent ones, and each group
     * is normalized over its channels and all pixels. One group is layer normalization; as many groups as channels
     * is instance normalization.
     */
    class GroupNormalization extends Normalization {
      constructor(config) {
        super(config);
        this.groups = config.groups;
      }

      /** [images, pixels, groups, channels of a group] */
      view(shape) {
        return [shape[0], -1, this.groups, shape[shape.length - 1] / this.groups];
      }

      over() {
        return [1, 3];
      }

      affine(shape) {
        return [1, 1, this.groups, shape[shape.length - 1] / this.groups];
      }

      getConfig() {
        return Object.assign(super.getConfig(), { groups: this.groups });
      }
    }
    GroupNormalization.className = 'GroupNormalization';

    /**
     * Group normalization as the study 'Weight Standardization Analysis with Keras' coded it: the groups are
     * contiguous runs of an image's values in memory, so bands of rows with all their channels, and gamma and beta
     * follow the band.
     */
    class BandNormalization extends GroupNormalization {
      /** [images, groups, values of a group / its channels, channels of a group] */
      view(shape) {
        return [shape[0], this.groups, -1, shape[shape.length - 1] / this.groups];
      }

      over() {
        return [2, 3];
      }

      affine(shape) {
        return [1, this.groups, 1, shape[shape.length - 1] / this.groups];
      }
    }
    BandNormalization.className = 'BandNormalization';

    /** Root-mean-square normalization (Zhang & Sennrich 2019) over all values of an image: no mean is taken off. */
    class ImageRMSNormalization extends Normalization {
      view(shape) {
        return shape;
      }

      /** Every axis but that of the images. */
      over(rank) {
        return Array.from({ length: rank - 1 }, (_, axis) => axis + 1);
      }

      affine(shape) {
        return [shape[shape.length - 1]];
      }

      normalize(x) {
        const meanSquare = x.square().mean(this.over(x.rank), true);
        return x.div(meanSquare.add(this.epsilon).sqrt());
      }
    }
    ImageRMSNormalization.className = 'ImageRMSNormalization';

    for (const layer of [GroupNormalization, BandNormalization, ImageRMSNormalization]) {
      tf.serialization.registerClass(layer);
    }
  }

  globalThis.registerNormPlaygroundLayers = registerNormPlaygroundLayers;
  if (typeof module === 'object' && module.exports) module.exports = registerNormPlaygroundLayers;
  if (globalThis.tf) registerNormPlaygroundLayers(globalThis.tf);
})();
`;
