"""PyTorch's end of the bench: the reference CNN, trained the way Keras would, on the same requests as measure.ts.

One JSON request a line on standard input, one answer a line on standard output. Channels-last memory, Adam with
epsilon 1e-7, dropout on, the norm after the activation; group norm with Weight Standardization where asked for.
"""
import json
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
        return F.conv2d(x, centred / (std + 1e-5), self.bias, padding=1)


def norm2d(kind, channels):
    return nn.BatchNorm2d(channels, eps=1e-3, momentum=0.01) if kind == "batch" else nn.GroupNorm(32, channels, eps=1e-5)


def norm1d(kind, units):
    return nn.BatchNorm1d(units, eps=1e-3, momentum=0.01) if kind == "batch" else nn.GroupNorm(32, units, eps=1e-5)


def reference_cnn(kind, standardized):
    conv = (lambda i, o: StandardizedConv2d(i, o, 3, padding=1)) if standardized else (lambda i, o: nn.Conv2d(i, o, 3, padding=1))
    block = lambda i, o: [conv(i, o), nn.ReLU(), norm2d(kind, o), conv(o, o), nn.ReLU(), norm2d(kind, o), nn.MaxPool2d(2), nn.Dropout(0.25)]
    dense = [nn.Flatten(), nn.Linear(3136, 512), nn.ReLU(), norm1d(kind, 512), nn.Dropout(0.5), nn.Linear(512, 10)]
    return nn.Sequential(*block(1, 32), *block(32, 64), *dense).to(memory_format=torch.channels_last)


def time_steps(cell, threads, milliseconds):
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    model = reference_cnn(cell["norm"], cell["weights"] == "standardized")
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
