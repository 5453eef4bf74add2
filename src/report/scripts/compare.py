"""For the test: puts exported weights into the network of an exported script and scores images; then trains as many
steps as were done here, in float64, and says how far the weights are from what they should be.

    compare.py CASES FOLDER    CASES: a JSON list of {script, library, steps, rows, before, after, layers}
"""
import importlib.util
import json
import re
import struct
import sys

import numpy as np


def read_safetensors(path):
    content = open(path, 'rb').read()
    (length,) = struct.unpack('<Q', content[:8])
    header = json.loads(content[8:8 + length])
    header.pop('__metadata__')
    return {
        name: np.frombuffer(content[8 + length:], '<f4')[slice(*(at // 4 for at in entry['data_offsets']))]
        .reshape(entry['shape'])
        for name, entry in header.items()
    }


def load_script(path):
    spec = importlib.util.spec_from_file_location('script', path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def modules_of(network):
    """In the order of our layers: of a residual block one branch, the other, and the sum."""
    for module in network:
        if type(module).__name__ == 'Residual':
            yield from module.main
            if type(module.shortcut).__name__ != 'Identity':
                yield from module.shortcut
        yield module


def torch_places(network, layers):
    """Name in the file, tensor of the network, and how to turn the file's axes into the tensor's."""
    flattened = None
    for module, layer in zip(modules_of(network), layers, strict=True):
        name, kind = layer['name'], layer['kind']
        if kind == 'flatten' and len(layer['input']) == 3:
            flattened = layer['input']
        if kind == 'conv2d':
            yield f'{name}/kernel', module.weight, lambda a: a.transpose(3, 2, 0, 1)
        if kind == 'dense':
            height, width, channels = flattened or (1, 1, layer['input'][0])
            # PyTorch flattens channels first.
            yield f'{name}/kernel', module.weight, lambda a, shape=(height, width, channels): (
                a.reshape(*shape, -1).transpose(3, 2, 0, 1).reshape(a.shape[1], -1))
            flattened = None
        if kind in ('conv2d', 'dense'):
            yield f'{name}/bias', module.bias, lambda a: a
        if hasattr(module, 'gain'):
            yield f'{name}/gain', module.gain, lambda a: a
        if kind == 'norm':
            for theirs, tensor in (*module.named_parameters(), *module.named_buffers()):
                ours = re.sub('_(.)', lambda found: found[1].upper(), theirs)
                yield f'{name}/{ours}', tensor, lambda a: a


def run_torch(script, weights, layers, data, steps, rows):
    import torch
    network = script.build()
    places = list(torch_places(network, layers))
    assert {name for name, _, _ in places} == set(weights)
    with torch.no_grad():
        for name, tensor, turn in places:
            tensor.copy_(torch.from_numpy(turn(weights[name]).copy()))
    score = script.evaluate(network, *script.tensors(*data['test']))
    network.double().train()
    optimizer = script.optimizer_of(network)
    x, y = script.tensors(*(array[:rows] for array in data['train']))
    x = x.double()
    for _ in range(steps):
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(network(x), y).backward()
        optimizer.step()
    return score, [(name, tensor.detach().numpy(), turn) for name, tensor, turn in torch_places(network, layers)]


def run_keras(script, weights, layers, data, steps, rows):
    network = script.build()
    own = [(layer, list(shape)) for layer, shape in zip(network.layers, network.shapes)
           if type(layer).__name__ != 'ZeroPadding2D']
    assert [shape for _, shape in own] == [layer['output'] for layer in layers]
    variables = {}
    for (layer, _), given in zip(own, layers):
        of_layer = [name for name in weights if name.startswith(f"{given['name']}/")]
        # Batch renorm counts its updates, which a run does by itself.
        assert len(of_layer) == len([name for name in layer.weights if name != 'updates'])
        for name in of_layer:
            theirs = re.sub('[A-Z]', lambda found: f'_{found[0].lower()}', name.split('/')[1])
            variables[name] = layer.weights[theirs]
            variables[name].assign(weights[name])
    x_test, y_test = script.arrays(*data['test'])
    score = network.evaluate(x_test, y_test, 500, 0)
    # This Keras does not train, but moving statistics move.
    x, _ = script.arrays(*(array[:rows] for array in data['train']))
    for _ in range(steps):
        network(x, training=True)
    moving = [name for name in variables if 'moving' in name]
    return score, [(name, np.asarray(variables[name]), lambda a: a) for name in moving]


def root_mean_square(values):
    return float(np.sqrt(np.mean(np.square(values))))


def main():
    cases, folder = sys.argv[1:]
    for case in json.load(open(cases, encoding='utf-8')):
        script = load_script(case['script'])
        before, after = read_safetensors(case['before']), read_safetensors(case['after'])
        run = run_torch if case['library'] == 'torch' else run_keras
        (loss, acc), found = run(script, before, case['layers'], script.load(folder), case['steps'], case['rows'])
        errors = {}
        for name, values, turn in found:
            target = turn(after[name]).astype('f8')
            errors[name] = [root_mean_square(target - values), root_mean_square(target - turn(before[name]))]
        print(json.dumps({'loss': float(loss), 'acc': float(acc), 'errors': errors}), flush=True)


if __name__ == '__main__':
    main()
