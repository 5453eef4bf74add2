"""What of Keras 3 the exported scripts use, forward only and in NumPy: the test imports this as `keras`, since a real
one is nowhere to be had without its backends. Keyword arguments have Keras's names and nothing else is accepted."""
import inspect
import math
from types import SimpleNamespace

import numpy as np

__version__ = '3 (NumPy)'


class Variable(np.ndarray):
    def assign(self, value):
        assert np.shape(value) == self.shape
        self[...] = value


def moments(x, axes, keepdims=False, synchronized=False):
    axes = tuple(axes)
    return np.mean(x, axis=axes, keepdims=keepdims), np.var(x, axis=axes, keepdims=keepdims)


ops = SimpleNamespace(
    stop_gradient=lambda x: x,
    mean=np.mean, square=np.square, sqrt=np.sqrt, sum=np.sum, ones_like=np.ones_like, zeros_like=np.zeros_like,
    maximum=np.maximum, reshape=np.reshape, moments=moments, tanh=np.tanh, rsqrt=lambda x: 1 / np.sqrt(x),
    cos=np.cos, floor=np.floor, minimum=np.minimum, where=np.where, cast=lambda x, dtype: np.asarray(x, dtype),
)


class Node:
    """What a layer of a model puts out: the layer, the nodes that it reads and a shape."""
    count = 0

    def __init__(self, layer, inputs, shape):
        self.layer, self.inputs, self.shape = layer, inputs, shape
        self.number = Node.count = Node.count + 1


class Layer:
    def __init__(self, *, name=None, dtype=None):
        self.weights, self.built = {}, False

    def add_weight(self, shape=None, initializer=None, dtype=None, trainable=True, name=None):
        value = initializer if isinstance(initializer, float) else {'ones': 1}.get(initializer, 0)
        self.weights[name] = np.full(shape, value, np.float32).view(Variable)
        return self.weights[name]

    def build(self, shape):
        pass

    def __call__(self, x, training=False):
        inputs = x if isinstance(x, list) else [x]
        if isinstance(inputs[0], Node):
            zeros = [np.zeros((1, *node.shape), np.float32) for node in inputs]
            return Node(self, inputs, self(zeros if isinstance(x, list) else zeros[0]).shape[1:])
        if not self.built:
            self.build((None, *inputs[0].shape[1:]))
            self.built = True
        options = {'training': training} if 'training' in inspect.signature(self.call).parameters else {}
        return self.call(x, **options)


class Conv2D(Layer):
    def __init__(self, filters, kernel_size, strides=1, padding='valid', kernel_initializer='glorot_uniform'):
        super().__init__()
        assert padding == 'valid' or (padding == 'same' and strides == 1)
        self.filters, self.size, self.strides = filters, kernel_size, strides
        self.margin = kernel_size // 2 if padding == 'same' else 0

    def build(self, shape):
        self.kernel = self.add_weight((self.size, self.size, shape[-1], self.filters), 'glorot_uniform', name='kernel')
        self.bias = self.add_weight((self.filters,), 'zeros', name='bias')

    def convolution_op(self, inputs, kernel):
        padded = ZeroPadding2D(self.margin)(inputs)
        height, width = (side - self.size + 1 for side in padded.shape[1:3])
        return sum(
            padded[:, row:row + height:self.strides, column:column + width:self.strides] @ kernel[row, column]
            for row in range(self.size) for column in range(self.size)
        )

    def call(self, inputs):
        return self.convolution_op(inputs, self.kernel) + self.bias


class ZeroPadding2D(Layer):
    def __init__(self, padding):
        super().__init__()
        self.padding = padding

    def call(self, inputs):
        both = (self.padding, self.padding)
        return np.pad(inputs, ((0, 0), both, both, (0, 0)))


class Add(Layer):
    def call(self, inputs):
        first, second = inputs
        assert first.shape == second.shape
        return first + second


class GlobalAveragePooling2D(Layer):
    def call(self, inputs):
        return inputs.mean((1, 2))


class Dense(Layer):
    def __init__(self, units, kernel_initializer='glorot_uniform'):
        super().__init__()
        self.units = units

    def build(self, shape):
        self.kernel = self.add_weight((shape[-1], self.units), 'glorot_uniform', name='kernel')
        self.bias = self.add_weight((self.units,), 'zeros', name='bias')

    def call(self, inputs):
        assert inputs.ndim == 2
        return inputs @ self.kernel + self.bias


class LayerNormalization(Layer):
    def __init__(self, axis=-1, epsilon=1e-3):
        super().__init__()
        assert axis == -1
        self.epsilon = epsilon

    def build(self, shape):
        self.gamma = self.add_weight((shape[-1],), 'ones', name='gamma')
        self.beta = self.add_weight((shape[-1],), 'zeros', name='beta')

    def call(self, inputs):
        mean, variance = moments(inputs, (-1,), keepdims=True)
        return (inputs - mean) / np.sqrt(variance + self.epsilon) * self.gamma + self.beta


class GroupNormalization(Layer):
    def __init__(self, groups=32, axis=-1, epsilon=1e-3):
        super().__init__()
        self.groups, self.epsilon = groups, epsilon

    def build(self, shape):
        assert shape[-1] % self.groups == 0
        self.gamma = self.add_weight((shape[-1],), 'ones', name='gamma')
        self.beta = self.add_weight((shape[-1],), 'zeros', name='beta')

    def call(self, inputs):
        grouped = inputs.reshape(len(inputs), -1, self.groups, inputs.shape[-1] // self.groups)
        mean, variance = moments(grouped, (1, 3), keepdims=True)
        normalized = (grouped - mean) / np.sqrt(variance + self.epsilon)
        return normalized.reshape(inputs.shape) * self.gamma + self.beta


class Dropout(Layer):
    def __init__(self, rate):
        super().__init__()
        assert 0 < rate < 1

    def call(self, inputs):
        return inputs


class MaxPooling2D(Layer):
    def __init__(self, pool_size):
        super().__init__()
        assert pool_size == 2

    def call(self, inputs):
        count, height, width, channels = inputs.shape
        even = inputs[:, :height // 2 * 2, :width // 2 * 2]
        return even.reshape(count, height // 2, 2, width // 2, 2, channels).max((2, 4))


class ReLU(Layer):
    def call(self, inputs):
        return np.maximum(inputs, 0)


class Activation(Layer):
    def __init__(self, name):
        super().__init__()
        self.name = name

    def call(self, inputs):
        if self.name == 'silu':
            return inputs / (1 + np.exp(-inputs))
        assert self.name == 'gelu'
        return inputs * np.vectorize(lambda x: (1 + math.erf(x / math.sqrt(2))) / 2)(inputs)


class Flatten(Layer):
    def call(self, inputs):
        return inputs.reshape(len(inputs), -1)


layers = SimpleNamespace(
    Layer=Layer, Conv2D=Conv2D, Dense=Dense, GroupNormalization=GroupNormalization, Dropout=Dropout,
    LayerNormalization=LayerNormalization, MaxPooling2D=MaxPooling2D, ReLU=ReLU, Flatten=Flatten, Activation=Activation, ZeroPadding2D=ZeroPadding2D, Add=Add,
    GlobalAveragePooling2D=GlobalAveragePooling2D,
)


def Input(shape):
    return Node(None, [], shape)


class Model:
    def __init__(self, inputs, outputs):
        self.input, self.output = inputs, outputs
        found, waiting = set(), [outputs]
        while waiting:
            node = waiting.pop()
            found.add(node)
            waiting += [each for each in node.inputs if each not in found]
        # As they were made, and what each puts out, for the test.
        self.nodes = sorted(found - {inputs}, key=lambda node: node.number)
        self.layers = [node.layer for node in self.nodes]
        self.shapes = [node.shape for node in self.nodes]

    def __call__(self, x, training=False):
        # NumPy's float32 sums over many images were off by 3e-4.
        values = {self.input: x.astype(np.float64)}
        for node in self.nodes:
            read = [values[each] for each in node.inputs]
            values[node] = node.layer(read if len(read) > 1 else read[0], training)
        return values[self.output]

    @property
    def trainable_variables(self):
        return [value for layer in self.layers for name, value in layer.weights.items() if 'moving' not in name]

    def compile(self, optimizer, loss, metrics):
        self.compiled = optimizer

    def evaluate(self, x, y, batch_size, verbose):
        logits = self(x)
        below = logits - logits.max(1, keepdims=True)
        losses = np.log(np.exp(below).sum(1)) - below[np.arange(len(y)), y]
        return [losses.mean(), (logits.argmax(1) == y).mean()]

    def fit(self, x, y, batch_size, epochs, shuffle, verbose, validation_data, validation_batch_size):
        """Runs in training mode, so that moving statistics move, and trains nothing."""
        assert epochs == 1 and shuffle
        for start in range(0, len(x), batch_size):
            self(x[start:start + batch_size], training=True)
        loss, acc = self.evaluate(x, y, batch_size, verbose)
        val_loss, val_acc = self.evaluate(*validation_data, validation_batch_size, verbose)
        history = {'loss': [loss], 'acc': [acc], 'val_loss': [val_loss], 'val_acc': [val_acc]}
        return SimpleNamespace(history=history)


class Sequential(Model):
    def __init__(self, parts):
        first, *layers = parts
        last = first
        for layer in layers:
            last = layer(last)
        super().__init__(first, last)


def optimizer(*names):
    class Optimizer:
        def __init__(self, **options):
            assert set(options) - {'weight_decay'} == {'learning_rate', *names}
            assert all(isinstance(options[name], float) for name in names)
            assert not isinstance(options['learning_rate'], int)
            self.options, self.excluded = options, []

        def exclude_from_weight_decay(self, var_list):
            assert 'weight_decay' in self.options
            self.excluded = var_list
    return Optimizer


def cross_entropy(from_logits):
    assert from_logits is True


optimizers = SimpleNamespace(
    schedules=SimpleNamespace(LearningRateSchedule=object),
    Adam=optimizer('beta_1', 'beta_2', 'epsilon'), SGD=optimizer('momentum'), RMSprop=optimizer('rho', 'epsilon'),
)
losses = SimpleNamespace(SparseCategoricalCrossentropy=cross_entropy)
metrics = SimpleNamespace(SparseCategoricalAccuracy=lambda name: name)
initializers = SimpleNamespace(
    Constant=float, VarianceScaling=lambda *given: given, Orthogonal=lambda: 'orthogonal',
)
utils = SimpleNamespace(set_random_seed=np.random.seed)
config = SimpleNamespace(set_image_data_format=lambda format: None)
backend = SimpleNamespace(backend=lambda: 'numpy')
