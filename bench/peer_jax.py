"""JAX's end of the bench: what peer_torch.py does, compiled as one function a step, on all cores."""
import json
import re

import jax
import jax.numpy as jnp
from jax import lax
from peer import serve, timed

CONV = ("NHWC", "HWIO", "NHWC")


def standardized(w):
    """Weight Standardization (Qiao et al. 2019), epsilon added to the standard deviation."""
    centred = w - w.mean((0, 1, 2), keepdims=True)
    return centred / (jnp.sqrt((centred**2).mean((0, 1, 2), keepdims=True)) + 1e-5)


class Network:
    """Of the words of src/spec/networks/text.ts: parameters are made while it is applied for the first time."""

    def __init__(self, text, kind, weights):
        self.text, self.kind, self.standardized = text, kind, weights == "standardized"

    def parameters(self, x):
        self.made, self.given = [], None
        self.apply_words(x, jax.random.key(0))
        return self.made

    def __call__(self, parameters, x, key):
        self.given = iter(parameters)
        return self.apply_words(x, key)

    def parameter(self, *shape, scale=None):
        if self.given is not None:
            return next(self.given)
        fan = max(1, sum(shape[:-1]))
        value = jnp.ones(shape) if scale else jax.random.normal(jax.random.key(len(self.made)), shape) / fan**0.5
        self.made.append(value)
        return value

    def conv(self, x, filters, size, stride):
        w = self.parameter(size, size, x.shape[-1], filters)
        b = self.parameter(filters)
        pad = [(size // 2, size // 2)] * 2
        w = standardized(w) if self.standardized else w
        return lax.conv_general_dilated(x, w, (stride, stride), pad, dimension_numbers=CONV) + b

    def norm(self, x):
        channels = x.shape[-1]
        gamma, beta = self.parameter(channels, scale=1), self.parameter(channels)
        if self.kind == "batch":
            axes, view = tuple(range(x.ndim - 1)), x
        else:
            groups = max(g for g in range(1, 33) if channels % g == 0)
            view = x.reshape(*x.shape[:-1], groups, channels // groups)
            axes = (*range(1, x.ndim - 1), x.ndim)
        mean, variance = view.mean(axes, keepdims=True), view.var(axes, keepdims=True)
        if self.kind == "batch":
            self.moments += [mean.ravel(), variance.ravel()]
        epsilon = 1e-3 if self.kind == "batch" else 1e-5
        return ((view - mean) * lax.rsqrt(variance + epsilon)).reshape(x.shape) * gamma + beta

    def dropout(self, x, rate, key):
        return jnp.where(jax.random.bernoulli(key, 1 - rate, x.shape), x / (1 - rate), 0)

    def dense(self, x, units):
        x = x.reshape(x.shape[0], -1)
        return x @ self.parameter(x.shape[1], units) + self.parameter(units)

    def apply_words(self, x, key):
        self.moments = []
        for i, word in enumerate(self.text.split()):
            if word == "pool":
                x = lax.reduce_window(x, -jnp.inf, lax.max, (1, 2, 2, 1), (1, 2, 2, 1), "VALID")
            elif word == "gap":
                x = x.mean((1, 2))
            elif word.startswith("drop"):
                x = self.dropout(x, int(word[4:]) / 100, jax.random.fold_in(key, i))
            elif word.startswith("dense"):
                x = self.norm(jax.nn.relu(self.dense(x, int(word[5:]))))
            else:
                name, *numbers = re.fullmatch(r"(conv|res)(\d+)(?:k(\d+))?(?:/(\d+))?", word).groups()
                filters, size, stride = int(numbers[0]), int(numbers[1] or 3), int(numbers[2] or 1)
                main = self.norm(jax.nn.relu(self.conv(x, filters, size, stride)))
                if name == "conv":
                    x = main
                    continue
                main = self.norm(self.conv(main, filters, size, 1))
                same = stride == 1 and x.shape[-1] == filters
                x = jax.nn.relu(main + (x if same else self.norm(self.conv(x, filters, 1, stride))))
        return self.dense(x, 10), self.moments


class Training:
    def __init__(self, cell):
        network = Network(cell["layers"], cell["norm"], cell["weights"])
        batch = cell["batch"]
        self.x = jax.random.uniform(jax.random.key(1), (batch, 28, 28, 1))
        self.labels = jnp.arange(batch) % 10
        parameters = network.parameters(self.x)
        zeros = lambda arrays: [jnp.zeros_like(array) for array in arrays]
        self.state = parameters, zeros(parameters), zeros(parameters), zeros(network.moments)
        self.t = 0.0

        def loss(parameters, x, labels, key):
            logits, moments = network(parameters, x, key)
            return -jax.nn.log_softmax(logits)[jnp.arange(batch), labels].mean(), moments

        def step(state, t, x, labels):
            parameters, first, second, moving = state
            key = jax.random.fold_in(jax.random.key(2), t.astype(int))
            gradients, moments = jax.grad(loss, has_aux=True)(parameters, x, labels, key)
            rate = 1e-3 * jnp.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            first = [0.9 * m + 0.1 * g for m, g in zip(first, gradients)]
            second = [0.999 * v + 0.001 * g * g for v, g in zip(second, gradients)]
            updated = [p - rate * m / (jnp.sqrt(v) + 1e-7) for p, m, v in zip(parameters, first, second)]
            return updated, first, second, [0.99 * a + 0.01 * b for a, b in zip(moving, moments)]

        self.compiled = jax.jit(step, donate_argnums=0)

    def step(self):
        self.t += 1
        self.state = jax.block_until_ready(self.compiled(self.state, self.t, self.x, self.labels))


trainings = {}


def time_steps(cell, _, milliseconds):
    key = json.dumps(cell)
    if key not in trainings:
        trainings.clear()
        trainings[key] = Training(cell)
    return timed(trainings[key].step, milliseconds), {}


serve(time_steps)
