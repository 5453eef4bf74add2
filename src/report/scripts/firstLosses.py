"""For the test: runs the training of exported scripts as they are, for an epoch, from exported weights and on the images
in a given order, for their random numbers are not ours. Prints the loss of each step and what validation gave.

    firstLosses.py CASES FOLDER    CASES: a JSON list of {script, library, before, layers, order}
"""
import json
import re
import sys
from types import SimpleNamespace

import numpy as np
from compare import load_script, read_safetensors, torch_places


def check_start(name, theirs, ours):
    """Kernels are drawn; all else starts where ours does."""
    assert theirs.shape == ours.shape, f'{name} is {theirs.shape}, ours {ours.shape}'
    assert name.endswith('/kernel') or np.array_equal(theirs, ours), f'{name} starts at {theirs}'


def torch_network(build, case, weights):
    import torch
    network = build()
    places = list(torch_places(network, case['layers']))
    assert {name for name, _, _ in places} == set(weights)
    with torch.no_grad():
        for name, tensor, turn in places:
            value = turn(weights[name]).copy()
            check_start(name, tensor.numpy(force=True), value)
            tensor.copy_(torch.from_numpy(value))
    return network


def keras_network(build, case, weights):
    """Layers are made in the order of ours; a graph keeps them in another."""
    import keras
    made, start = [], keras.layers.Layer.__init__

    def noted(layer, *args, **options):
        start(layer, *args, **options)
        made.append(layer)

    keras.layers.Layer.__init__ = noted
    network = build()
    keras.layers.Layer.__init__ = start
    beside = (keras.Model, keras.layers.InputLayer, keras.layers.ZeroPadding2D)
    for layer, given in zip([each for each in made if not isinstance(each, beside)], case['layers'], strict=True):
        own = [name for name in weights if name.startswith(f"{given['name']}/")]
        # Batch renorm counts its updates, which a run does by itself.
        assert len(own) == len([each for each in layer.variables if each.name not in ('updates', 'seed_generator_state')])
        for name in own:
            variable = getattr(layer, re.sub('[A-Z]', lambda found: f'_{found[0].lower()}', name.split('/')[1]))
            check_start(name, keras.ops.convert_to_numpy(variable), weights[name])
            variable.assign(weights[name])
    return network


def noting_losses(network, order, losses):
    """Fits on the images in our order, and notes the mean loss of each step: Keras has that of all steps so far."""
    import keras
    fit = network.fit

    class Notes(keras.callbacks.Callback):
        def on_train_batch_end(self, batch, logs):
            losses.append(logs['loss'] * (len(losses) + 1) - sum(losses))

    def fit_in_order(x, y, shuffle, **options):
        return fit(x[order], y[order], shuffle=False, callbacks=[Notes()], **options)

    network.fit = fit_in_order
    return network


def run(case, folder):
    script, weights, order, losses = load_script(case['script']), read_safetensors(case['before']), case['order'], []
    build = script.build
    if case['library'] == 'torch':
        script.build = lambda: torch_network(build, case, weights)
    else:
        script.build = lambda *args: noting_losses(
            keras_network(lambda: build(*args), case, weights), order, losses)
    script.balanced_subset = lambda labels, count, random: np.arange(count)
    np.random.default_rng = lambda seed: SimpleNamespace(permutation=lambda count: np.array(order))
    result = script.train(script.EXPERIMENT, script.load(folder))
    return {'losses': losses or result['steps']['loss'], 'val_loss': result['history']['val_loss'][0]}


def main():
    cases, folder = sys.argv[1:]
    for case in json.load(open(cases, encoding='utf-8')):
        sys.stdout = sys.stderr
        found = run(case, folder)
        sys.stdout = sys.__stdout__
        print(json.dumps(found), flush=True)


if __name__ == '__main__':
    main()
