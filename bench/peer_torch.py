"""PyTorch's end of the bench: a network, trained the way Keras would, on the same requests as measure.ts.

Adam with epsilon 1e-7, dropout on, the norm after the activation; group norm with Weight Standardization where asked
for. Each experiment goes the way that is fastest for it: eager in either order of memory, or compiled; always on oneDNN,
and without denormal numbers.
"""
import json
import re
import sys

import torch
import torch.nn as nn
import torch.nn.functional as F
from peer import serve, timed

VERSION = tuple(int(part) for part in torch.__version__.split(".")[:2])


class StandardizedConv2d(nn.Conv2d):
    """Weight Standardization (Qiao et al. 2019), epsilon added to the standard deviation."""

    def forward(self, x):
        w = self.weight
        centred = w - w.mean((1, 2, 3), keepdim=True)
        std = (centred**2).mean((1, 2, 3), keepdim=True).sqrt()
        return F.conv2d(x, centred / (std + 1e-5), self.bias, self.stride, self.padding)


class Residual(nn.Module):
    def __init__(self, main, beside):
        super().__init__()
        self.main, self.beside = main, beside

    def forward(self, x):
        return F.relu(self.main(x) + self.beside(x))


def network(text, kind, standardized):
    """Of the words of src/spec/networks/text.ts, on one channel of 28 x 28 pixels and for ten classes."""
    channels, side, modules = 1, 28, []

    def norm(axes=2):
        if kind == "batch":
            return (nn.BatchNorm2d if axes == 2 else nn.BatchNorm1d)(channels, eps=1e-3, momentum=0.01)
        groups = max(g for g in range(1, 33) if channels % g == 0)
        return nn.GroupNorm(groups, channels, eps=1e-5)

    def convolution(inputs, size, stride):
        layer = StandardizedConv2d if standardized else nn.Conv2d
        return layer(inputs, channels, size, stride, padding=size // 2)

    for word in text.split():
        if word == "pool":
            modules, side = [*modules, nn.MaxPool2d(2)], side // 2
        elif word == "gap":
            modules, side = [*modules, nn.AdaptiveAvgPool2d(1), nn.Flatten()], 0
        elif word.startswith("drop"):
            modules.append(nn.Dropout(int(word[4:]) / 100))
        elif word.startswith("dense"):
            if side:
                modules, channels, side = [*modules, nn.Flatten()], channels * side**2, 0
            inputs, channels = channels, int(word[5:])
            modules += [nn.Linear(inputs, channels), nn.ReLU(), norm(1)]
        else:
            name, filters, size, stride = re.fullmatch(r"(conv|res)(\d+)(?:k(\d+))?(?:/(\d+))?", word).groups()
            inputs, channels, size, stride = channels, int(filters), int(size or 3), int(stride or 1)
            side = -(-side // stride)
            first = [convolution(inputs, size, stride), nn.ReLU(), norm()]
            if name == "conv":
                modules += first
                continue
            main = nn.Sequential(*first, convolution(channels, size, 1), norm())
            same = stride == 1 and inputs == channels
            beside = nn.Identity() if same else nn.Sequential(convolution(inputs, 1, stride), norm())
            modules.append(Residual(main, beside))
    flatten = [nn.Flatten()] if side else []
    modules += [*flatten, nn.Linear(channels * max(1, side) ** 2, 10)]
    return nn.Sequential(*modules)


class Training:
    def __init__(self, cell, way):
        torch.manual_seed(1)
        order = torch.contiguous_format if way == "eager" else torch.channels_last
        model = network(cell["layers"], cell["norm"], cell["weights"] == "standardized").to(memory_format=order)
        # Fused: one kernel over all parameters, where the version has it.
        fused = {"fused": True} if VERSION >= (2, 5) else {}
        self.optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, eps=1e-7, **fused)
        self.model = torch.compile(model) if way == "compiled" else model
        batch = cell["batch"]
        self.x = torch.rand(batch, 1, 28, 28).contiguous(memory_format=order)
        self.labels = torch.arange(batch) % 10
        self.way = way

    def step(self):
        self.optimizer.zero_grad(set_to_none=True)
        F.cross_entropy(self.model(self.x), self.labels).backward()
        self.optimizer.step()


WAYS = ["eager", "channels-last", *(["compiled"] if hasattr(torch, "compile") else [])]
CHOICE_MS = 300
chosen = {}


def fastest(cell, threads):
    """The way that took the least in a first try of each; a way that this machine cannot go is left out."""
    key = json.dumps([cell, threads])
    if key not in chosen:
        chosen.clear()
        torch._dynamo.reset() if "compiled" in WAYS else None
        tried, failed = [], []
        for way in WAYS:
            try:
                training = Training(cell, way)
                tried.append((timed(training.step, CHOICE_MS), training))
            except Exception as error:
                failed.append(f"{way}: {error}".splitlines()[0])
                print(f"PyTorch {failed[-1]}", file=sys.stderr)
        if not tried:
            raise RuntimeError(failed[0])
        chosen[key] = min(tried, key=lambda each: each[0])[1]
    return chosen[key]


def time_steps(cell, threads, milliseconds):
    torch.set_num_threads(threads)
    training = fastest(cell, threads)
    return timed(training.step, milliseconds), {"way": training.way}


torch.set_flush_denormal(True)
serve(time_steps)
