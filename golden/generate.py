#!/usr/bin/env python3
"""Golden numbers for the engines: every operation and short trainings in float64, by PyTorch's autograd.

    pip install torch==2.13.0        # any build for the CPU
    python3 golden/generate.py DIR [--seed N]

One JSON file a case; README.md beside this file says what the fields of each op mean.
"""
import argparse
import json
import math
import pathlib
import re
import zlib

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)

ADAM = {"name": "adam", "learningRate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-7}
SGD = {"name": "sgd", "learningRate": 0.05, "momentum": 0.0}
MOMENTUM = {"name": "sgd", "learningRate": 0.02, "momentum": 0.9}
RMSPROP = {"name": "rmsprop", "learningRate": 1e-3, "decay": 0.9, "epsilon": 1e-7}

BN_MOMENTUM = 0.99
EPSILONS = {"batch": 1e-3, "batch-renorm": 1e-3, "batch-estimated": 1e-3, "batch-channel": 1e-5, "filter-response": 1e-6}


def encoded(value):
    """A tensor as shape and data, row-major, to ten digits of its largest value."""
    if isinstance(value, dict):
        return {key: encoded(each) for key, each in value.items()}
    if isinstance(value, list):
        return [encoded(each) for each in value]
    if not isinstance(value, torch.Tensor):
        return value
    if not value.is_floating_point():
        return value.tolist()
    largest = value.abs().max().item()
    places = 9 - math.floor(math.log10(largest)) if largest > 0 else 0
    return {"shape": list(value.shape), "data": [round(v, places) or 0 for v in value.detach().reshape(-1).tolist()]}


class Draw:
    """Random inputs, a function of the seed."""

    def __init__(self, seed):
        self.seed = seed
        self.generator = torch.Generator().manual_seed(seed)

    def apart(self, name):
        """Draws of their own for cases that were added later: the others stay as they are."""
        return Draw(self.seed * 1000003 + zlib.crc32(name.encode()))

    def normal(self, *shape):
        return short(torch.randn(*shape, generator=self.generator))

    def uniform(self, *shape):
        return short(torch.rand(*shape, generator=self.generator))

    def integer(self, low, high):
        return int(torch.randint(low, high + 1, (1,), generator=self.generator))

    def labels(self, classes, count):
        return torch.randint(0, classes, (count,), generator=self.generator)


def short(tensor):
    """Three decimals, so that inputs are exact as they are written."""
    return (tensor * 1000).round() / 1000


# ---- operations: tensors NHWC or NC, convolution kernels HWIO, dense kernels [in, out]


def conv2d(x, kernel, bias, stride=1):
    y = F.conv2d(x.permute(0, 3, 1, 2), kernel.permute(3, 2, 0, 1), bias, stride, kernel.shape[0] // 2)
    return y.permute(0, 2, 3, 1)


def dense(x, kernel, bias):
    return x @ kernel + bias


def max_pool(x):
    return F.max_pool2d(x.permute(0, 3, 1, 2), 2).permute(0, 2, 3, 1)


def global_average_pool(x):
    return x.mean((1, 2))


def silu(x):
    return x * torch.sigmoid(x)


def gelu(x):
    return x * (1 + torch.erf(x / math.sqrt(2))) / 2


ACTIVATIONS = {"relu": torch.relu, "gelu": gelu, "silu": silu}


def standardize(kernel, epsilon=1e-5):
    axes = tuple(range(kernel.dim() - 1))
    centred = kernel - kernel.mean(axes, keepdim=True)
    return centred / ((centred**2).mean(axes, keepdim=True).sqrt() + epsilon)


def scaled(kernel, gain, epsilon=1e-6):
    """Scaled weight standardization: fit to the size of a filter, and to a ReLU that follows."""
    axes, count = tuple(range(kernel.dim() - 1)), kernel[..., 0].numel()
    centred = kernel - kernel.mean(axes, keepdim=True)
    variance = (centred**2).mean(axes, keepdim=True)
    return gain * math.sqrt(2 / (1 - 1 / math.pi)) * centred / ((variance + epsilon) * count).sqrt()


def norm(kind, x, gamma, beta, epsilon, groups=None, alpha=None, threshold=None):
    if kind == "dynamic-tanh":
        return (alpha * x).tanh() * gamma + beta
    if kind == "filter-response":
        # Behind dense layers over the units. Then a thresholded unit, in the place of a ReLU.
        mean_square = (x**2).mean((1, 2) if x.dim() == 4 else 1, keepdim=True)
        return torch.maximum(x / (mean_square + epsilon).sqrt() * gamma + beta, threshold)
    n, channels = x.shape[0], x.shape[-1]
    if kind == "group":
        x_grouped, axes = x.reshape(n, -1, groups, channels // groups), (1, 3)
    elif kind == "group-as-published":
        # The widely copied Keras layer reshapes NHWC memory to [N, G, H, W, C/G]: a 'group' is a run of H·W·C/G values
        # that follow one another, and gamma and beta follow it.
        x_grouped = x.reshape(n, groups, -1, channels // groups)
        axes = (2, 3)
        gamma, beta = (p.reshape(1, groups, 1, channels // groups) for p in (gamma, beta))
    elif kind == "channel":
        x_grouped, axes = x, (x.dim() - 1,)
    else:
        first, last = 0 if kind == "batch" else 1, x.dim() - (1 if kind in ("batch", "instance") else 0)
        x_grouped, axes = x, tuple(range(first, last))
    mean = 0 if kind == "rms" else x_grouped.mean(axes, keepdim=True)
    centred = x_grouped - mean
    normalized = centred / ((centred**2).mean(axes, keepdim=True) + epsilon).sqrt()
    if kind == "group":
        normalized = normalized.reshape(x.shape)
    return (normalized * gamma + beta).reshape(x.shape)


def moved(mean, variance, x):
    """Batch norm's moving statistics after a minibatch; the variance is the unbiased one where n > 1."""
    values = x.detach().reshape(-1, x.shape[-1])
    batch_variance = values.var(0, unbiased=len(values) > 1)
    return [
        BN_MOMENTUM * mean + (1 - BN_MOMENTUM) * values.mean(0),
        BN_MOMENTUM * variance + (1 - BN_MOMENTUM) * batch_variance,
    ]


# Relatives of batch norm: kind, groups, and of batch renorm its limits rMax and dMax.
# Kind, groups, limits, and what the statistics are where they are not the minibatch's.
MINIBATCH_NORMS = (
    ("batch-renorm", None, (1.5, 0.4), None),
    ("batch-estimated", None, None, None),
    ("batch-channel", 4, None, None),
    ("batch-channel", 4, None, "estimated"),
    ("batch-channel", 4, None, "frozen"),
)
LIMITS = (3.0, 5.0)


def minibatch_norm(kind, x, moving, epsilon, groups, limits, statistics, gamma, beta, channelGamma=None, channelBeta=None):
    """The result, and the moving statistics after it."""
    axes = tuple(range(x.dim() - 1))
    mean = x.mean(axes)
    if kind == "batch-channel":
        kinds = {None: "batch", "estimated": "batch-estimated", "frozen": "batch-frozen"}
        y, after = minibatch_norm(kinds[statistics], x, moving, epsilon, None, None, None, gamma, beta)
        return norm("group", y, channelGamma, channelBeta, epsilon, groups), after
    if kind == "batch":
        return norm("batch", x, gamma, beta, epsilon), moved(*moving, x)
    if kind in ("batch-estimated", "batch-frozen"):
        kept, taken = BN_MOMENTUM, 1 - BN_MOMENTUM
        after = moving if kind == "batch-frozen" else [
            kept * moving[0] + taken * mean.detach(),
            kept * moving[1] + taken * ((x - moving[0]) ** 2).mean(axes).detach(),
        ]
        return (x - after[0]) / (after[1] + epsilon).sqrt() * gamma + beta, after
    sigma, moving_sigma = (((x - mean) ** 2).mean(axes) + epsilon).sqrt(), (moving[1] + epsilon).sqrt()
    r_max, d_max = limits
    r = (sigma / moving_sigma).clamp(1 / r_max, r_max).detach()
    d = ((mean - moving[0]) / moving_sigma).clamp(-d_max, d_max).detach()
    return ((x - mean) / sigma * r + d) * gamma + beta, moved(*moving, x)


class Optimizer:
    """The rules of Keras and TensorFlow.js; every slot starts at 0. Weight decay is decoupled, for kernels (and for the
    parameter of a case that has but one)."""

    def __init__(self, *, name, learningRate, weightDecay=0, **hyper):
        self.decay = weightDecay
        self.name, self.rate, self.hyper, self.slots, self.t = name, learningRate, hyper, {}, 0

    def step(self, parameters, gradients):
        self.t += 1
        for key, gradient in gradients.items():
            decay = self.decay * parameters[key] if key == "p" or key.endswith("/kernel") else 0
            parameters[key] = parameters[key] - self.rate * (decay + self.direction(key, gradient))

    def direction(self, key, g):
        first, second = self.slots.get(key, (0, 0))
        h = self.hyper
        if self.name == "sgd":
            first = h["momentum"] * first + g
            direction = first
        elif self.name == "rmsprop":
            first = h["decay"] * first + (1 - h["decay"]) * g * g
            direction = g / (first + h["epsilon"]).sqrt()
        else:
            first = h["beta1"] * first + (1 - h["beta1"]) * g
            second = h["beta2"] * second + (1 - h["beta2"]) * g * g
            m, v = first / (1 - h["beta1"] ** self.t), second / (1 - h["beta2"] ** self.t)
            direction = m / (v.sqrt() + h["epsilon"])
        self.slots[key] = (first, second)
        return direction


# ---- cases of one operation


def differentiated(draw, function, **inputs):
    """The inputs, y, a random dy, and the gradient that it sends to each input: dx of x."""
    leaves = {key: value.clone().requires_grad_() for key, value in inputs.items()}
    y = function(**leaves)
    dy = draw.normal(*y.shape)
    y.backward(dy)
    return {**inputs, "dy": dy, "y": y, **{f"d{key}": leaf.grad for key, leaf in leaves.items()}}


NORMS = (
    ("batch", (None,)),
    ("layer", (None,)),
    ("instance", (None,)),
    ("rms", (None,)),
    ("group", (1, 2, 4, 8)),
    ("group-as-published", (2, 8)),
)


MINIBATCH_PARAMETERS = {"batch-renorm": ("gamma", "beta"), "batch-estimated": ("gamma", "beta")}
MINIBATCH_PARAMETERS["batch-channel"] = ("gamma", "beta", "channelGamma", "channelBeta")

FURTHER_NORMS = ("channel", "dynamic-tanh", "filter-response")


def norm_case(draw, kind, groups, images):
    n = draw.integer(2, 5) if kind == "batch" else draw.integer(1, 4)
    shape = [n, draw.integer(2, 4) * 2, draw.integer(2, 4) * 2, 8] if images else [n, 16]
    channels, epsilon = shape[-1], EPSILONS.get(kind, 1e-5)
    inputs = {
        "x": draw.normal(*shape) * 2 + 0.7,
        "gamma": 1 + 0.3 * draw.normal(channels),
        "beta": 0.3 * draw.normal(channels),
    }
    if kind == "dynamic-tanh":
        inputs["alpha"] = 0.5 + 0.1 * draw.normal(1)
    if kind == "filter-response":
        inputs["threshold"] = 0.3 * draw.normal(channels)
    case = {"op": "norm", "kind": kind, "epsilon": epsilon}
    if groups:
        case["groups"] = groups
    case |= differentiated(draw, lambda **given: norm(kind, **given, epsilon=epsilon, groups=groups), **inputs)
    if kind == "batch":
        before = [draw.normal(channels), 0.5 + draw.normal(channels).abs()]
        mean, variance = moved(*before, inputs["x"])
        y = (inputs["x"] - mean) / (variance + epsilon).sqrt() * inputs["gamma"] + inputs["beta"]
        case |= {"momentum": BN_MOMENTUM, "movingMean": before[0], "movingVariance": before[1]}
        case |= {"movingMeanAfter": mean, "movingVarianceAfter": variance, "yInference": y}
    return f"norm-{kind}{f'-g{groups}' if groups else ''}-{'nhwc' if images else 'nc'}", case


def minibatch_norm_case(draw, kind, groups, limits, statistics, images):
    shape = [draw.integer(2, 5), draw.integer(2, 4) * 2, draw.integer(2, 4) * 2, 8] if images else [draw.integer(3, 6), 16]
    channels, epsilon = shape[-1], EPSILONS[kind]
    inputs = {"x": draw.normal(*shape) * 2 + 0.7}
    for name in MINIBATCH_PARAMETERS[kind]:
        inputs[name] = ("amma" in name) + 0.3 * draw.normal(channels)
    before = [draw.normal(channels), 0.5 + draw.normal(channels).abs()]
    case = {"op": "norm", "kind": kind, "epsilon": epsilon, **({"groups": groups} if groups else {})}
    if limits:
        case |= {"rMax": limits[0], "dMax": limits[1]}
    if statistics:
        case[statistics] = True
    after = []

    def forward(x, **parameters):
        y, after[:] = minibatch_norm(kind, x, before, epsilon, groups, limits or LIMITS, statistics, **parameters)
        return y

    case |= differentiated(draw, forward, **inputs)
    case |= {"momentum": BN_MOMENTUM, "movingMean": before[0], "movingVariance": before[1]}
    case |= {"movingMeanAfter": after[0], "movingVarianceAfter": after[1]}
    normalized = (inputs["x"] - after[0]) / (after[1] + epsilon).sqrt() * inputs["gamma"] + inputs["beta"]
    if kind == "batch-channel":
        normalized = norm("group", normalized, inputs["channelGamma"], inputs["channelBeta"], epsilon, groups)
    method = [kind, *([f"g{groups}"] if groups else []), *([statistics] if statistics else [])]
    return "-".join(["norm", *method, "nhwc" if images else "nc"]), {**case, "yInference": normalized}


# Input channels, output channels, kernel size; images, height and width where they are not drawn. With 32 channels and
# even sides the CPU engine goes Winograd's way; the others meet every width of its direct tiles.
CONVOLUTIONS = (
    (1, 8, 3),
    (5, 7, 3),
    (8, 16, 3),
    (4, 4, 1),
    (3, 6, 5),
    (3, 16, 3, (2, 7, 8)),
    (64, 10, 1, (1, 5, 6)),
    (12, 20, 5, (1, 6, 7)),
    (24, 40, 3, (1, 5, 6)),
    (32, 32, 3, (1, 5, 6)),
    (32, 32, 3, (2, 10, 12)),
    (36, 44, 3, (1, 6, 4)),
    (64, 64, 3, (1, 4, 6)),
)

# The same with a stride, over sizes that it divides and sizes that it does not.
STRIDED = (
    (9, 13, 3, (1, 7, 8), 2),
    (16, 8, 3, (2, 6, 6), 2),
    (32, 32, 1, (1, 6, 5), 2),
    (6, 12, 5, (1, 9, 7), 3),
)


def conv2d_case(draw, inputs, outputs, size, images=None, stride=None):
    n, height, width = images or (draw.integer(1, 3), draw.integer(3, 9), draw.integer(3, 9))
    x = draw.normal(n, height, width, inputs)
    kernel, bias = 0.4 * draw.normal(size, size, inputs, outputs), draw.normal(outputs)
    given = {"stride": stride} if stride else {}
    case = {"op": "conv2d", **given}
    case |= differentiated(draw, lambda **leaves: conv2d(**leaves, **given), x=x, kernel=kernel, bias=bias)
    name = f"conv2d-k{size}{f'-s{stride}' if stride else ''}-{inputs}to{outputs}"
    return f"{name}{f'-{height}x{width}' if images else ''}", case


def operation_cases(draw):
    for kind, choices in NORMS:
        for groups in choices:
            for images in (True, False):
                if images or kind != "instance":
                    yield norm_case(draw, kind, groups, images)
    for row in CONVOLUTIONS:
        yield conv2d_case(draw, *row)
    for shape in ((3, 3, 1, 6), (3, 3, 8, 4), (1, 1, 4, 4), (12, 5)):
        kernel = draw.normal(*shape) * 0.2 + 0.1
        case = {"op": "weight-standardization", "epsilon": 1e-5, **differentiated(draw, standardize, kernel=kernel)}
        yield f"weight-standardization-{'x'.join(map(str, shape))}", case
    for height, width in ((4, 6), (5, 7)):
        case = {"op": "maxpool2", **differentiated(draw, max_pool, x=draw.normal(2, height, width, 3))}
        yield f"maxpool2-{height}x{width}", case
    inputs = {"x": draw.normal(5, 11), "kernel": draw.normal(11, 6), "bias": draw.normal(6)}
    yield "dense-11to6", {"op": "dense", **differentiated(draw, dense, **inputs)}
    for scale in (1, 200):
        logits = (draw.normal(6, 10) * scale).requires_grad_()
        labels = draw.labels(10, 6)
        loss = F.cross_entropy(logits, labels)
        loss.backward()
        case = {"logits": logits, "labels": labels, "loss": loss.item(), "dlogits": logits.grad}
        yield f"softmax-cross-entropy-scale{scale}", {"op": "softmax-cross-entropy", **case}
    for optimizer in (SGD, MOMENTUM, ADAM, RMSPROP):
        yield optimizer_case(draw, {**optimizer, "learningRate": 0.01})


def optimizer_case(draw, optimizer):
    parameters = {"p": draw.normal(7)}
    start, gradients, after = parameters["p"], [draw.normal(7) * 10.0 ** draw.integer(-3, 1) for _ in range(4)], []
    rule = Optimizer(**optimizer)
    for gradient in gradients:
        rule.step(parameters, {"p": gradient})
        after.append(parameters["p"])
    case = {"op": "optimizer", "optimizer": optimizer["name"]} | {k: v for k, v in optimizer.items() if k != "name"}
    case |= {"parameter": start, "gradients": gradients, "after": after}
    name = f"optimizer-{optimizer['name']}{'-momentum' if optimizer.get('momentum') else ''}"
    return name + ("-decay" if optimizer.get("weightDecay") else ""), case


# ---- cases of a network: five steps of training without dropout

FORMS = {
    "10x10x1": {
        "inputShape": [10, 10, 1],
        "layers": "conv8 conv8 pool conv16 conv16 pool dense16",
        "classes": 10,
    },
    "9x8x3": {"inputShape": [9, 8, 3], "layers": "conv6 conv12 pool dense10", "classes": 7},
    "8x6x3": {"inputShape": [8, 6, 3], "layers": "conv32 conv36 pool dense8", "classes": 4},
    "residual": {"inputShape": [9, 8, 3], "layers": "conv4 res4 res8/2 gap", "classes": 7},
    "strided": {"inputShape": [13, 10, 3], "layers": "conv8k5/2 conv8k1 pool dense8", "classes": 20},
}

# Form, norm, groups, weights, position, optimizer, images a batch. SGD with instance norm: a bias before it has the
# gradient 0, and Adam would only amplify what rounding leaves of that.
TRAININGS = (
    ("10x10x1", "none", None, "plain", "after-activation", SGD, 4),
    ("10x10x1", "batch", None, "plain", "after-activation", ADAM, 6),
    ("10x10x1", "batch", None, "plain", "after-activation", ADAM, 2),
    ("10x10x1", "batch", None, "standardized", "before-activation", MOMENTUM, 6),
    ("10x10x1", "group", 4, "plain", "after-activation", ADAM, 2),
    ("10x10x1", "group", 4, "standardized", "after-activation", ADAM, 2),
    ("10x10x1", "group", 4, "standardized", "before-activation", ADAM, 1),
    ("10x10x1", "group-as-published", 4, "plain", "after-activation", ADAM, 2),
    ("10x10x1", "layer", None, "standardized", "after-activation", RMSPROP, 3),
    ("10x10x1", "instance", None, "plain", "before-activation", MOMENTUM, 3),
    ("9x8x3", "layer", None, "plain", "after-activation", ADAM, 3),
    ("9x8x3", "batch", None, "standardized", "before-activation", MOMENTUM, 4),
    ("8x6x3", "group", 4, "standardized", "after-activation", MOMENTUM, 2),
)
FURTHER_TRAININGS = (
    ("residual", "group", 4, "standardized", "before-activation", MOMENTUM, 3),
    ("residual", "batch", None, "plain", "before-activation", MOMENTUM, 4),
    ("residual", "none", None, "plain", "after-activation", SGD, 2),
    ("strided", "layer", None, "plain", "after-activation", ADAM, 3),
)
TRAININGS_OF_FURTHER_NORMS = (
    ("residual", "channel", None, "plain", "before-activation", ADAM, 2),
    ("9x8x3", "dynamic-tanh", None, "plain", "after-activation", MOMENTUM, 3),
    ("residual", "filter-response", None, "plain", "before-activation", SGD, 2),
    ("9x8x3", "filter-response", None, "standardized", "after-activation", MOMENTUM, 3),
)

TRAININGS_OF_MINIBATCH_NORMS = (
    ("10x10x1", "batch-renorm", None, "plain", "after-activation", MOMENTUM, 4),
    ("residual", "batch-renorm", None, "standardized", "before-activation", MOMENTUM, 3),
    ("10x10x1", "batch-estimated", None, "standardized", "before-activation", MOMENTUM, 2),
    ("residual", "batch-estimated", None, "plain", "before-activation", SGD, 3),
    ("residual", "batch-channel", 4, "standardized", "before-activation", MOMENTUM, 4),
)


def block_of(token):
    """'conv16k5/2' as ('conv', 16, 5, 2): kernel of 3 and stride 1 unless given; 'gap' as ('gap',)."""
    kind, size, kernel, stride = re.fullmatch(r"([a-z]+)(\d+)?(?:k(\d+))?(?:/(\d+))?", token).groups()
    return (kind, int(size), int(kernel or 3), int(stride or 1)) if size else (kind,)


class Net:
    """A network of a form's layers and of the classes' own, with a norm on each but the last."""

    def __init__(self, draw, *, inputShape, layers, classes, norm, groups, weights, normPosition, epsilon, momentum, activation="relu", statistics=None):
        self.draw, self.norm, self.groups, self.epsilon = draw, norm, groups, epsilon
        self.activation = ACTIVATIONS[activation]
        self.weights, self.norm_first = weights, normPosition == "before-activation"
        self.statistics = statistics
        self.parameters, self.moving = {}, {}
        self.count = {"conv": 0, "dense": 0, "norm": 0}
        self.plan = []
        height, width, channels = inputShape
        flat = None
        for kind, *sizes in map(block_of, layers.split()):
            if kind == "pool":
                height, width = height // 2, width // 2
                self.plan.append((kind,))
            elif kind == "gap":
                flat = channels
                self.plan.append((kind,))
            elif kind == "dense":
                inputs, flat = flat or height * width * channels, sizes[0]
                self.plan.append((kind, self.layer("dense", (inputs, flat))))
            else:
                outputs, size, stride = sizes
                convolutions = [self.layer("conv", (size, size, channels, outputs))]
                if kind == "res":
                    convolutions.append(self.layer("conv", (size, size, outputs, outputs)))
                    if stride > 1 or channels != outputs:
                        convolutions.append(self.layer("conv", (1, 1, channels, outputs)))
                self.plan.append((kind, *convolutions, stride))
                height, width, channels = -(-height // stride), -(-width // stride), outputs
        inputs = flat or height * width * channels
        self.plan.append(("logits", self.layer("dense", (inputs, classes), last=True)))

    def layer(self, kind, shape, last=False):
        """Draws a kernel. Returns its layer's name and, where there is one, that of the norm behind it."""
        self.count[kind] += 1
        name, units, fan_in = f"{kind}{self.count[kind]}", shape[-1], math.prod(shape[:-1])
        kernel = self.draw.normal(*shape) * math.sqrt((1 if last else 2) / fan_in)
        self.parameters |= {f"{name}/kernel": short(kernel), f"{name}/bias": torch.zeros(units)}
        if kind == "conv" and self.weights == "scaled":
            self.parameters[f"{name}/gain"] = torch.ones(units)
        if last or self.norm == "none":
            return name, None
        self.count["norm"] += 1
        key = f"norm{self.count['norm']}"
        self.parameters |= {f"{key}/gamma": torch.ones(units), f"{key}/beta": torch.zeros(units)}
        if self.norm == "dynamic-tanh":
            self.parameters[f"{key}/alpha"] = torch.tensor([0.5])
        if self.norm == "filter-response":
            self.parameters[f"{key}/threshold"] = torch.zeros(units)
        if self.norm == "batch-channel":
            self.parameters |= {f"{key}/channelGamma": torch.ones(units), f"{key}/channelBeta": torch.zeros(units)}
        if self.norm == "batch" or self.norm in MINIBATCH_PARAMETERS:
            self.moving[key] = [torch.zeros(units), torch.ones(units)]
        return name, key

    def normalized(self, key, x, p):
        if key is None:
            return x
        own = {name.split("/")[1]: value for name, value in p.items() if name.startswith(f"{key}/")}
        if self.norm in MINIBATCH_PARAMETERS:
            y, self.moving[key] = minibatch_norm(
                self.norm, x, self.moving[key], self.epsilon, self.groups, LIMITS, self.statistics, **own
            )
            return y
        if key in self.moving:
            self.moving[key] = moved(*self.moving[key], x)
        # There is no height and width behind a dense layer.
        kind = "layer" if self.norm == "instance" and x.dim() == 2 else self.norm
        return norm(kind, x, **own, epsilon=self.epsilon, groups=self.groups)

    def activated(self, key, x, p):
        if self.norm == "filter-response":
            return self.normalized(key, x, p)
        if self.norm_first:
            return self.activation(self.normalized(key, x, p))
        return self.normalized(key, self.activation(x), p)

    def convolved(self, name, x, p, stride=1):
        kernel = p[f"{name}/kernel"]
        if self.weights == "standardized":
            kernel = standardize(kernel)
        elif self.weights == "scaled":
            kernel = scaled(kernel, p[f"{name}/gain"])
        return conv2d(x, kernel, p[f"{name}/bias"], stride)

    def residual(self, x, p, first, second, beside, stride):
        y = self.activated(first[1], self.convolved(first[0], x, p, stride), p)
        y = self.normalized(second[1], self.convolved(second[0], y, p), p)
        if beside:
            x = self.normalized(beside[1], self.convolved(beside[0], x, p, stride), p)
        return self.activation(y + x)

    def logits(self, x, p):
        for kind, *rest in self.plan:
            if kind == "pool":
                x = max_pool(x)
            elif kind == "gap":
                x = global_average_pool(x)
            elif kind == "conv":
                (name, key), stride = rest
                x = self.activated(key, self.convolved(name, x, p, stride), p)
            elif kind == "res":
                first, second, *beside, stride = rest
                x = self.residual(x, p, first, second, beside[0] if beside else None, stride)
            else:
                name, key = rest[0]
                x = dense(x.reshape(len(x), -1), p[f"{name}/kernel"], p[f"{name}/bias"])
                x = x if kind == "logits" else self.activated(key, x, p)
        return x


WEIGHTS_IN_NAMES = {"plain": [], "standardized": ["ws"], "scaled": ["scaled"]}


def network_case(draw, label, norm, groups, weights, position, optimizer, count, activation=None, statistics=None):
    form = FORMS[label]
    choices = {"norm": norm, "groups": groups, "weights": weights, "normPosition": position}
    choices |= {"epsilon": EPSILONS.get(norm, 1e-5), "momentum": BN_MOMENTUM}
    if activation:
        choices["activation"] = activation
    net = Net(draw, **form, **choices, statistics=statistics)
    rule, batches, losses = Optimizer(**optimizer), [], []
    initial = dict(net.parameters)
    for _ in range(5):
        x, labels = draw.uniform(count, *form["inputShape"]), draw.labels(form["classes"], count)
        leaves = {key: value.clone().requires_grad_() for key, value in net.parameters.items()}
        loss = F.cross_entropy(net.logits(x, leaves), labels)
        loss.backward()
        losses.append(loss.item())
        batches.append({"x": x, "labels": labels})
        rule.step(net.parameters, {key: leaf.grad for key, leaf in leaves.items()})
    moving = {key: {"mean": mean, "variance": variance} for key, (mean, variance) in net.moving.items()}
    case = {"op": "network", **form, **choices, "optimizer": optimizer, "initial": initial, "batches": batches}
    case |= {"losses": losses, "final": net.parameters, "moving": moving}
    if norm == "batch-renorm":
        case |= {"rMax": LIMITS[0], "dMax": LIMITS[1]}
    if statistics:
        case[statistics] = True
    method = [norm, *([f"g{groups}"] if groups else []), *([statistics] if statistics else [])]
    method += WEIGHTS_IN_NAMES[weights]
    rule = [optimizer["name"], *(["decay"] if optimizer.get("weightDecay") else [])]
    bend = [activation] if activation else []
    return "-".join(["network", label, *method, position, *bend, *rule, f"b{count}"]), case


def cases(draw):
    yield from operation_cases(draw)
    for training in TRAININGS:
        yield network_case(draw, *training)
    for row in STRIDED:
        yield conv2d_case(draw, *row)
    case = {"op": "global-average-pool", **differentiated(draw, global_average_pool, x=draw.normal(3, 5, 4, 6))}
    yield "global-average-pool-5x4", case
    for training in FURTHER_TRAININGS:
        yield network_case(draw, *training)
    for kind in FURTHER_NORMS:
        for images in (True, False):
            yield norm_case(draw.apart(f"{kind} {images}"), kind, None, images)
    for training in TRAININGS_OF_FURTHER_NORMS:
        yield network_case(draw.apart(training[1]), *training)
    yield from decay_cases(draw.apart("decay"))
    yield from scaled_cases(draw.apart("scaled"))
    for kind, groups, limits, statistics in MINIBATCH_NORMS:
        for images in (True, False):
            own = draw.apart(f"{kind} {images}{f' {statistics}' if statistics else ''}")
            yield minibatch_norm_case(own, kind, groups, limits, statistics, images)
    for training in TRAININGS_OF_MINIBATCH_NORMS:
        yield network_case(draw.apart("-".join(map(str, training[:3]))), *training)
    for statistics in ("estimated", "frozen"):
        training = ("10x10x1", "batch-channel", 4, "plain", "before-activation", MOMENTUM, 3)
        yield network_case(draw.apart(f"network {statistics}"), *training, statistics=statistics)
    yield from activation_cases(draw.apart("activation"))


def activation_cases(draw):
    for kind in ("gelu", "silu"):
        x = draw.normal(2, 5, 3, 7) * 3
        yield f"activation-{kind}", {"op": "activation", "kind": kind, **differentiated(draw, ACTIVATIONS[kind], x=x)}
    for training in (
        ("10x10x1", "group", 4, "standardized", "after-activation", ADAM, 2, "gelu"),
        ("9x8x3", "none", None, "plain", "after-activation", MOMENTUM, 3, "silu"),
        ("residual", "batch", None, "plain", "before-activation", MOMENTUM, 4, "silu"),
        ("residual", "group", 4, "standardized", "before-activation", SGD, 2, "gelu"),
    ):
        yield network_case(draw, *training)


def decay_cases(draw):
    for optimizer in (MOMENTUM, ADAM, RMSPROP):
        yield optimizer_case(draw, {**optimizer, "learningRate": 0.01, "weightDecay": 0.3})
    decayed = {**MOMENTUM, "weightDecay": 0.5}
    yield network_case(draw, "9x8x3", "group", 2, "plain", "before-activation", decayed, 3)


def scaled_cases(draw):
    for shape in ((3, 3, 4, 7), (1, 1, 9, 4), (5, 5, 1, 12)):
        inputs = {"kernel": draw.normal(*shape) * 0.2 + 0.1, "gain": 1 + 0.3 * draw.normal(shape[-1])}
        case = {"op": "scaled-weights", "epsilon": 1e-6, **differentiated(draw, scaled, **inputs)}
        yield f"scaled-weights-{'x'.join(map(str, shape))}", case
    yield network_case(draw, "residual", "none", None, "scaled", "before-activation", MOMENTUM, 3)
    yield network_case(draw, "10x10x1", "group", 4, "scaled", "after-activation", ADAM, 2)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    count = 0
    for name, case in cases(Draw(arguments.seed)):
        text = json.dumps({"name": name, **encoded(case)}, separators=(",", ":"))
        (arguments.out / f"{name}.json").write_text(text + "\n")
        count += 1
    print(count, "cases")


if __name__ == "__main__":
    main()
