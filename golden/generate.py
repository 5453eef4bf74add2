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

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)

ADAM = {"name": "adam", "learningRate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-7}
SGD = {"name": "sgd", "learningRate": 0.05, "momentum": 0.0}
MOMENTUM = {"name": "sgd", "learningRate": 0.02, "momentum": 0.9}
RMSPROP = {"name": "rmsprop", "learningRate": 1e-3, "decay": 0.9, "epsilon": 1e-7}

BN_MOMENTUM = 0.99


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
        self.generator = torch.Generator().manual_seed(seed)

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


def conv2d(x, kernel, bias):
    y = F.conv2d(x.permute(0, 3, 1, 2), kernel.permute(3, 2, 0, 1), bias, padding=kernel.shape[0] // 2)
    return y.permute(0, 2, 3, 1)


def dense(x, kernel, bias):
    return x @ kernel + bias


def max_pool(x):
    return F.max_pool2d(x.permute(0, 3, 1, 2), 2).permute(0, 2, 3, 1)


def standardize(kernel, epsilon=1e-5):
    axes = tuple(range(kernel.dim() - 1))
    centred = kernel - kernel.mean(axes, keepdim=True)
    return centred / ((centred**2).mean(axes, keepdim=True).sqrt() + epsilon)


def norm(kind, x, gamma, beta, epsilon, groups=None):
    n, channels = x.shape[0], x.shape[-1]
    if kind == "group":
        x_grouped, axes = x.reshape(n, -1, groups, channels // groups), (1, 3)
    elif kind == "group-as-published":
        # The widely copied Keras layer reshapes NHWC memory to [N, G, H, W, C/G]: a 'group' is a run of H·W·C/G values
        # that follow one another, and gamma and beta follow it.
        x_grouped = x.reshape(n, groups, -1, channels // groups)
        axes = (2, 3)
        gamma, beta = (p.reshape(1, groups, 1, channels // groups) for p in (gamma, beta))
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


class Optimizer:
    """The rules of Keras and TensorFlow.js; every slot starts at 0."""

    def __init__(self, *, name, learningRate, **hyper):
        self.name, self.rate, self.hyper, self.slots, self.t = name, learningRate, hyper, {}, 0

    def step(self, parameters, gradients):
        self.t += 1
        for key, gradient in gradients.items():
            parameters[key] = parameters[key] - self.rate * self.direction(key, gradient)

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


def norm_case(draw, kind, groups, images):
    n = draw.integer(2, 5) if kind == "batch" else draw.integer(1, 4)
    shape = [n, draw.integer(2, 4) * 2, draw.integer(2, 4) * 2, 8] if images else [n, 16]
    channels, epsilon = shape[-1], 1e-3 if kind == "batch" else 1e-5
    inputs = {
        "x": draw.normal(*shape) * 2 + 0.7,
        "gamma": 1 + 0.3 * draw.normal(channels),
        "beta": 0.3 * draw.normal(channels),
    }
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


def conv2d_case(draw, inputs, outputs, size, images=None):
    n, height, width = images or (draw.integer(1, 3), draw.integer(3, 9), draw.integer(3, 9))
    x = draw.normal(n, height, width, inputs)
    kernel, bias = 0.4 * draw.normal(size, size, inputs, outputs), draw.normal(outputs)
    case = {"op": "conv2d", **differentiated(draw, conv2d, x=x, kernel=kernel, bias=bias)}
    return f"conv2d-k{size}-{inputs}to{outputs}{f'-{height}x{width}' if images else ''}", case


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
    return f"optimizer-{optimizer['name']}{'-momentum' if optimizer.get('momentum') else ''}", case


# ---- cases of a network: five steps of training without dropout

GREY = {"inputShape": [10, 10, 1], "convolutions": [8, 8, "pool", 16, 16, "pool"], "denseUnits": 16, "classes": 10}
RGB = {"inputShape": [9, 8, 3], "convolutions": [6, 12, "pool"], "denseUnits": 10, "classes": 7}
WIDE = {"inputShape": [8, 6, 3], "convolutions": [32, 36, "pool"], "denseUnits": 8, "classes": 4}

# Form, norm, groups, weight standardization, position, optimizer, images a batch. SGD with instance norm: a bias before
# it has the gradient 0, and Adam would only amplify what rounding leaves of that.
TRAININGS = (
    (GREY, "none", None, False, "after-activation", SGD, 4),
    (GREY, "batch", None, False, "after-activation", ADAM, 6),
    (GREY, "batch", None, False, "after-activation", ADAM, 2),
    (GREY, "batch", None, True, "before-activation", MOMENTUM, 6),
    (GREY, "group", 4, False, "after-activation", ADAM, 2),
    (GREY, "group", 4, True, "after-activation", ADAM, 2),
    (GREY, "group", 4, True, "before-activation", ADAM, 1),
    (GREY, "group-as-published", 4, False, "after-activation", ADAM, 2),
    (GREY, "layer", None, True, "after-activation", RMSPROP, 3),
    (GREY, "instance", None, False, "before-activation", MOMENTUM, 3),
    (RGB, "layer", None, False, "after-activation", ADAM, 3),
    (RGB, "batch", None, True, "before-activation", MOMENTUM, 4),
    (WIDE, "group", 4, True, "after-activation", MOMENTUM, 2),
)


class Net:
    """Convolutions of 3 × 3, one hidden dense layer and the classes' own, with a norm on each but the last."""

    def __init__(self, draw, *, inputShape, convolutions, denseUnits, classes, **choices):
        self.norm, self.groups = choices["norm"], choices["groups"]
        self.standardized = choices["weightStandardization"]
        self.norm_first = choices["normPosition"] == "before-activation"
        self.epsilon = choices["epsilon"]
        self.convolutions, self.parameters, self.moving = convolutions, {}, {}
        height, width, channels = inputShape
        layer = 0
        for block in convolutions:
            if block == "pool":
                height, width = height // 2, width // 2
                continue
            layer += 1
            fan_in = 9 * channels
            self.add(f"conv{layer}", draw.normal(3, 3, channels, block) * math.sqrt(2 / fan_in), layer)
            channels = block
        flat = height * width * channels
        self.add("dense1", draw.normal(flat, denseUnits) * math.sqrt(2 / flat), layer + 1)
        self.add("dense2", draw.normal(denseUnits, classes) * math.sqrt(1 / denseUnits))

    def add(self, name, kernel, norm_number=None):
        units = kernel.shape[-1]
        self.parameters |= {f"{name}/kernel": short(kernel), f"{name}/bias": torch.zeros(units)}
        if norm_number is None or self.norm == "none":
            return
        key = f"norm{norm_number}"
        self.parameters |= {f"{key}/gamma": torch.ones(units), f"{key}/beta": torch.zeros(units)}
        if self.norm == "batch":
            self.moving[key] = [torch.zeros(units), torch.ones(units)]

    def activated(self, number, x, p):
        def normalized(x):
            if self.norm == "none":
                return x
            key = f"norm{number}"
            if key in self.moving:
                self.moving[key] = moved(*self.moving[key], x)
            # There is no height and width behind a dense layer.
            kind = "layer" if self.norm == "instance" and x.dim() == 2 else self.norm
            return norm(kind, x, p[f"{key}/gamma"], p[f"{key}/beta"], self.epsilon, self.groups)

        return normalized(x).relu() if self.norm_first else normalized(x.relu())

    def logits(self, x, p):
        number = 0
        for block in self.convolutions:
            if block == "pool":
                x = max_pool(x)
                continue
            number += 1
            kernel = p[f"conv{number}/kernel"]
            kernel = standardize(kernel) if self.standardized else kernel
            x = self.activated(number, conv2d(x, kernel, p[f"conv{number}/bias"]), p)
        x = dense(x.reshape(len(x), -1), p["dense1/kernel"], p["dense1/bias"])
        return dense(self.activated(number + 1, x, p), p["dense2/kernel"], p["dense2/bias"])


def network_case(draw, form, norm, groups, standardized, position, optimizer, count):
    choices = {"norm": norm, "groups": groups, "weightStandardization": standardized, "normPosition": position}
    choices |= {"epsilon": 1e-3 if norm == "batch" else 1e-5, "momentum": BN_MOMENTUM}
    net, rule, batches, losses = Net(draw, **form, **choices), Optimizer(**optimizer), [], []
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
    method = [norm, *([f"g{groups}"] if groups else []), *(["ws"] if standardized else [])]
    shape = "x".join(map(str, form["inputShape"]))
    return "-".join(["network", shape, *method, position, optimizer["name"], f"b{count}"]), case


def cases(draw):
    yield from operation_cases(draw)
    for training in TRAININGS:
        yield network_case(draw, *training)


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
