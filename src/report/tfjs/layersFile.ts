/**
 * The file that goes along with a model whose normalization TensorFlow.js has no layer for: plain JavaScript that
 * people read, so it is kept as they get it. GroupNormalization has Keras 3's name and settings.
 */
import type { TfjsClass } from '../../spec/norms/description.ts';
import { NORM_DESCRIPTIONS } from '../../spec/norms/norms.ts';

export const LAYERS_FILE = 'norm-playground-layers.js';

const ALL: readonly TfjsClass[] = NORM_DESCRIPTIONS.flatMap(({ exports }) => exports.tfjs.class ?? []);

/** Each class is followed by those that extend it. */
const from = (parent: string): TfjsClass[] =>
  ALL.filter((one) => one.extends === parent).flatMap((one) => [one, ...from(one.name)]);

const CLASSES = from('Normalization');

/** Their names. */
export const OWN_CLASSES: ReadonlySet<string> = new Set(CLASSES.map(({ name }) => name));

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

${CLASSES.map(({ source }) => `${source}\n\n`).join('')}    for (const layer of [${CLASSES.map(({ name }) => name).join(', ')}]) {
      tf.serialization.registerClass(layer);
    }
  }

  globalThis.registerNormPlaygroundLayers = registerNormPlaygroundLayers;
  if (typeof module === 'object' && module.exports) module.exports = registerNormPlaygroundLayers;
  if (globalThis.tf) registerNormPlaygroundLayers(globalThis.tf);
})();
`;
