"""PyTorch's end of the bench: a network, trained the way Keras would, on the same requests as measure.ts.

One JSON request a line on standard input, one answer a line on standard output. Channels-last memory, Adam with
epsilon 1e-7, dropout on, the norm after the activation; group norm with Weight Standardization where asked for.
"""
import json
import re
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F


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
    return nn.Sequential(*modules).to(memory_format=torch.channels_last)


def time_steps(cell, threads, milliseconds):
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    model = network(cell["layers"], cell["norm"], cell["weights"] == "standardized")
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, eps=1e-7)
    batch = cell["batch"]
    x = torch.rand(batch, 1, 28, 28).contiguous(memory_format=torch.channels_last)
    labels = torch.arange(batch) % 10

    def step():
        optimizer.zero_grad(set_to_none=True)
        F.cross_entropy(model(x), labels).backward()
        optimizer.step()

    step()
    step()
    steps, start = 0, time.perf_counter()
    while steps == 0 or time.perf_counter() - start < milliseconds / 1000:
        step()
        steps += 1
    return {"kind": "steps", "msPerStep": (time.perf_counter() - start) * 1000 / steps, "steps": steps}


for line in sys.stdin:
    request = json.loads(line)
    print(json.dumps(time_steps(request["cell"], request["threads"], request["milliseconds"])), flush=True)
