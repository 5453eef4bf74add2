/**
 * The experiment as a PyTorch script that runs by itself. Where PyTorch's own layers and optimizers mean the same as
 * Keras's they are used; where they differ (epsilon within RMSprop's root, batch norm of a single value, groups of one
 * value) the script has a few lines of its own.
 */

import { type Segment, segmentsOf } from '../../network/branches.ts';
import { buildNetwork } from '../../network/build.ts';
import {
  type Layer,
  type Network,
  type NormLayer,
  type Optimizer,
  SCALED_WS,
  WS_EPSILON,
} from '../../network/layers.ts';
import { descriptionOf } from '../../network/norms.ts';
import { zeroedGamma } from '../../network/parameters.ts';
import type { DataSpec } from '../../spec/dataSpec.ts';
import type { Experiment, Initializer, Weights } from '../../spec/experiment.ts';
import { hasConstantRate } from '../../spec/learningRate.ts';
import type { PythonLayer } from '../../spec/norms/description.ts';
import { dataPart, header, inPython, joinParts, mainPart, RUN_FILE, settings } from './parts.ts';

export function pytorchScript(experiment: Experiment, spec: DataSpec): string {
  const network = buildNetwork(experiment, spec);
  return joinParts([
    [
      header(experiment, spec, 'PyTorch', 'PyTorch and NumPy'),
      'import argparse\nimport gzip\nimport json\nimport math\nimport os\nimport struct\nimport sys\nimport time\n',
      'import numpy as np\nimport torch\nimport torch.nn.functional as F\nfrom torch import nn\n',
      settings(experiment, spec),
      "DEVICE = 'cuda' if torch.cuda.is_available() else 'cpu'",
    ].join('\n'),
    dataPart(spec),
    ...layerClasses(network),
    optimizerClass(network.optimizer),
    buildFunction(network),
    hasConstantRate(experiment) ? '' : learningRate(experiment),
    trainFunction(experiment),
    RUN_FILE,
    mainPart(experiment, spec),
  ]);
}

/** What fills a kernel, and how a reader calls that. */
const INITIALIZERS: Readonly<Record<Initializer, readonly [call: string, words: string]>> = {
  'glorot-uniform': ['xavier_uniform_', 'as Keras starts it, Glorot-uniform kernel and zero bias'],
  'he-normal': ['kaiming_normal_', 'that starts with normal values (He et al. 2015) and zero bias'],
  orthogonal: ['orthogonal_', 'that starts with filters at right angles to each other and zero bias'],
};

const conv = (init: Initializer): string =>
  `
class Conv2d(nn.Conv2d):
    """A convolution ${INITIALIZERS[init][1]}; a border of half the kernel."""

    def __init__(self, channels, filters, size, stride=1):
        super().__init__(channels, filters, size, stride, padding=size // 2)
        nn.init.${INITIALIZERS[init][0]}(self.weight)
        nn.init.zeros_(self.bias)
`.trim();

const STANDARDIZED_CONV = `
class StandardizedConv2d(Conv2d):
    """Weight Standardization (Qiao et al. 2019): each filter less its mean, over its deviation."""

    def forward(self, x):
        centred = self.weight - self.weight.mean((1, 2, 3), keepdim=True)
        deviation = centred.square().mean((1, 2, 3), keepdim=True).sqrt()
        return F.conv2d(x, centred / (deviation + ${WS_EPSILON}), self.bias, self.stride, self.padding)
`.trim();

const SCALED_CONV = `
class ScaledConv2d(Conv2d):
    """Scaled Weight Standardization (Brock et al. 2021): each filter less its mean, over its deviation and the root of
    its size, times a trained gain and what makes up for a ReLU."""

    def __init__(self, channels, filters, size, stride=1):
        super().__init__(channels, filters, size, stride)
        self.gain = nn.Parameter(torch.ones(filters))

    def forward(self, x):
        centred = self.weight - self.weight.mean((1, 2, 3), keepdim=True)
        variance = centred.square().mean((1, 2, 3), keepdim=True)
        scale = math.sqrt(2 / (1 - 1 / math.pi)) / ((variance + ${SCALED_WS.epsilon}) * centred[0].numel()).sqrt()
        kernel = self.gain.view(-1, 1, 1, 1) * scale * centred
        return F.conv2d(x, kernel, self.bias, self.stride, self.padding)
`.trim();

/** By what is done to the kernel; the plain one all extend. */
const CONVS = {
  plain: { name: 'Conv2d', definition: '' },
  standardized: { name: 'StandardizedConv2d', definition: STANDARDIZED_CONV },
  scaled: { name: 'ScaledConv2d', definition: SCALED_CONV },
} as const satisfies Readonly<Record<Weights, object>>;

const linear = (init: Initializer): string =>
  `
class Linear(nn.Linear):
    """A dense layer ${INITIALIZERS[init][1]}."""

    def __init__(self, channels, units):
        super().__init__(channels, units)
        nn.init.${INITIALIZERS[init][0]}(self.weight)
        nn.init.zeros_(self.bias)
`.trim();

/** Shared by norms: gamma and beta, one a channel, which is axis 1. */
const AFFINE = `
class Affine(nn.Module):
    """What the normalizations share: gamma and beta, one a channel (axis 1)."""

    def __init__(self, channels, epsilon=None):
        super().__init__()
        self.gamma = nn.Parameter(torch.ones(channels))
        self.beta = nn.Parameter(torch.zeros(channels))
        self.epsilon = epsilon

    def scale_and_shift(self, x):
        shape = [1, -1] + [1] * (x.dim() - 2)
        return x * self.gamma.view(shape) + self.beta.view(shape)
`.trim();

function layerClasses({ layers, init = 'glorot-uniform' }: Network): string[] {
  const classes = new Set<string>();
  for (const layer of layers) {
    if (layer.kind === 'conv2d') classes.add(conv(init)).add(CONVS[layer.weights].definition);
    if (layer.kind === 'dense') classes.add(linear(init));
    if (layer.kind === 'add') classes.add(RESIDUAL);
    if (layer.kind !== 'norm') continue;
    if (zeroedGamma(layer) !== undefined) classes.add(ZEROED);
    const { definition } = normLayer(layer);
    if (definition !== undefined) classes.add(AFFINE).add(definition);
  }
  return [...classes].filter((definition) => definition !== '');
}

const PARAMETER_GROUPS = `
def parameter_groups(network, name, decay):
    """Weight decay is for kernels, which have two axes or more, not for biases and parameters of norms."""
    parameters = list(network.parameters())
    return [
        {'params': [each for each in parameters if each.dim() > 1], name: decay},
        {'params': [each for each in parameters if each.dim() < 2], name: 0},
    ]
`.trim();

const SGDW = `
class SGDW(torch.optim.SGD):
    """SGD with decoupled weight decay (Loshchilov & Hutter 2019); PyTorch's own adds it to the gradient, and momentum
    carries it on."""

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for parameter in group['params']:
                parameter.mul_(1 - group['lr'] * group['decoupled'])
        super().step()
`.trim();

function optimizerClass(optimizer: Optimizer): string {
  const { weightDecay = 0 } = optimizer;
  const decaying = optimizer.name === 'sgd' ? `${PARAMETER_GROUPS}\n\n\n${SGDW}` : PARAMETER_GROUPS;
  const own = optimizer.name === 'rmsprop' ? rmspropClass(weightDecay > 0) : '';
  return [...(weightDecay > 0 ? [decaying] : []), own].filter((part) => part !== '').join('\n\n\n');
}

const rmspropClass = (decays: boolean): string =>
  `
class RMSprop(torch.optim.Optimizer):
    """RMSprop as Keras has it, epsilon within the root; in PyTorch's it is outside, which counts where gradients
    are small."""

    def __init__(self, parameters, lr, decay, epsilon):
        super().__init__(parameters, {'lr': lr, 'decay': decay, 'epsilon': epsilon})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for parameter in group['params']:
                state = self.state[parameter]
                if not state:
                    state['mean_square'] = torch.zeros_like(parameter)
                mean_square, gradient = state['mean_square'], parameter.grad
                mean_square.mul_(group['decay']).addcmul_(gradient, gradient, value=1 - group['decay'])
${decays ? "                parameter.mul_(1 - group['lr'] * group['decoupled'])\n" : ''}                parameter.sub_(group['lr'] * gradient / (mean_square + group['epsilon']).sqrt())
`.trim();

const ZEROED = `
def zeroed(norm, name):
    """The norm, with a scale that starts at zero: a residual block passes on what it reads."""
    nn.init.zeros_(getattr(norm, name))
    return norm
`.trim();

const RESIDUAL = `
class Residual(nn.Module):
    """The sum of layers and of a shortcut past them."""

    def __init__(self, main, shortcut):
        super().__init__()
        self.main, self.shortcut = main, shortcut

    def forward(self, x):
        return self.main(x) + self.shortcut(x)
`.trim();

/** A line of code with the shape that it leaves, indented. */
const line = (code: string, depth: number, { output }: Layer): string =>
  `${`${' '.repeat(4 * depth)}${code}`.padEnd(48)}  # ${output.join(' × ')}`;

const sequence = (layers: readonly Layer[], depth: number): string =>
  layers.map((layer) => line(`${layerCall(layer)},`, depth, layer)).join('\n');

function moduleOf(segment: Segment): string {
  if (segment.kind === 'layer') return sequence([segment.layer], 2);
  const branch = (layers: readonly Layer[]): string =>
    layers.length === 0
      ? '            nn.Identity(),'
      : `            nn.Sequential(\n${sequence(layers, 4)}\n            ),`;
  const [main, shortcut] = [branch(segment.main), branch(segment.shortcut)];
  return `        Residual(\n${main}\n${shortcut}\n${line('),', 2, segment.layer)}`;
}

function buildFunction({ layers, optimizer }: Network): string {
  return `
def build():
    """The network, and after each layer the shape of its output: height × width × channels, or units."""
    return nn.Sequential(
${segmentsOf(layers).map(moduleOf).join('\n')}
    )


def optimizer_of(network):
    return ${optimizerCall(optimizer)}
`.trim();
}

function layerCall(layer: Layer): string {
  const input = layer.input.at(-1) ?? 1;
  const channels = layer.output.at(-1) ?? 1;
  switch (layer.kind) {
    case 'conv2d': {
      const { name } = CONVS[layer.weights];
      const stride = layer.stride === 1 ? '' : `, stride=${layer.stride}`;
      return `${name}(${input}, ${channels}, ${layer.kernelSize}${stride})`;
    }
    case 'dense':
      return `Linear(${input}, ${channels})`;
    case 'norm': {
      const { call } = normLayer(layer);
      const gamma = zeroedGamma(layer);
      return gamma === undefined ? call : `zeroed(${call}, '${inPython(gamma)}')`;
    }
    case 'dropout':
      return `nn.Dropout(${layer.rate})`;
    case 'global-average-pool':
      return 'nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten())';
    case 'max-pool':
      return 'nn.MaxPool2d(2)';
    case 'gelu':
      return 'nn.GELU()';
    case 'silu':
      return 'nn.SiLU()';
    case 'relu':
      return 'nn.ReLU()';
    case 'flatten':
      return 'nn.Flatten()';
    case 'add':
      throw new Error(`${layer.name}: a sum is no module`);
    default:
      return layer satisfies never;
  }
}

const normLayer = ({ norm, output }: NormLayer): PythonLayer =>
  descriptionOf(norm).exports.pytorch({ norm, channels: output.at(-1) ?? 1, dense: output.length === 1 });

function optimizerCall(optimizer: Optimizer): string {
  const { learningRate, weightDecay = 0 } = optimizer;
  const decays = weightDecay > 0;
  const groups = (name: string): string =>
    decays ? `parameter_groups(network, '${name}', ${weightDecay})` : 'network.parameters()';
  const lr = `lr=${learningRate}`;
  switch (optimizer.name) {
    case 'adam': {
      const { beta1, beta2, epsilon } = optimizer;
      const name = decays ? 'AdamW' : 'Adam';
      return `torch.optim.${name}(${groups('weight_decay')}, ${lr}, betas=(${beta1}, ${beta2}), eps=${epsilon})`;
    }
    case 'sgd':
      return `${decays ? 'SGDW' : 'torch.optim.SGD'}(${groups('decoupled')}, ${lr}, momentum=${optimizer.momentum})`;
    case 'rmsprop':
      return `RMSprop(${groups('decoupled')}, ${lr}, decay=${optimizer.decay}, epsilon=${optimizer.epsilon})`;
    default:
      return optimizer satisfies never;
  }
}

function learningRate({ schedule }: Experiment): string {
  const after = {
    constant: "    return experiment['lr']",
    cosine: `    share = max(0, before - warmup) / (experiment['epochs'] - warmup)
    return experiment['lr'] * (1 + math.cos(math.pi * share)) / 2`,
    steps: `    share = before / experiment['epochs']
    return experiment['lr'] * (0.01 if share >= 0.75 else 0.1 if share >= 0.5 else 1)`,
  }[schedule];
  return `
def learning_rate(before, after, experiment):
    """Of the update on the training images seen from before to after, both in epochs."""
    warmup = experiment['warmup']
    if after <= warmup:
        return experiment['lr'] * after / warmup
${after}
`.trim();
}

const SET_RATE = `
            for group in optimizer.param_groups:
                group['lr'] = learning_rate(seen / len(subset), (seen + len(rows)) / len(subset), experiment)`;

const trainFunction = (experiment: Experiment): string =>
  `
def tensors(images, labels):
    """Pixels / 255 as [count, channels, height, width], and labels."""
    channels_first = images.reshape(len(images), *SHAPE).transpose(0, 3, 1, 2)
    pixels = torch.from_numpy(np.ascontiguousarray(channels_first).astype(np.float32) / 255)
    return pixels.to(DEVICE), torch.from_numpy(labels.astype(np.int64)).to(DEVICE)


@torch.no_grad()
def evaluate(network, images, labels):
    """Mean loss and accuracy in inference mode."""
    network.eval()
    loss = correct = 0
    for x, y in zip(images.split(500), labels.split(500)):
        logits = network(x)
        loss += F.cross_entropy(logits, y, reduction='sum').item()
        correct += (logits.argmax(1) == y).sum().item()
    return loss / len(labels), correct / len(labels)


def mean_of(sums):
    """Mean loss and accuracy of (images, sum of their losses, how many were right)."""
    images, loss, correct = sums
    return {'loss': loss / images, 'acc': correct / images}


def train(experiment, data):
    seed, batch = experiment['seed'], experiment['batch']
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    images, labels = data['train']
    subset = balanced_subset(labels, experiment['images'], random)
    x_train, y_train = tensors(images[subset], labels[subset])
    validation = tensors(*(array[:len(subset)] for array in data['validation']))
    test = tensors(*data['test'])
    network = build().to(DEVICE)
    optimizer = optimizer_of(network)
    total_steps = experiment['epochs'] * math.ceil(len(subset) / batch)
    window_steps = max(1, math.ceil(total_steps / 400))
    history, points = [], []
    step = seen = 0
    window = np.zeros(3)
    started = time.perf_counter()
    training_ms = 0

    def ended(test, diverged_at=None):
        engine = f'PyTorch {torch.__version__} · {DEVICE}'
        seconds = time.perf_counter() - started
        threads = torch.get_num_threads()
        return run_file(experiment, history, points, test, engine, threads, seconds, diverged_at)

    for epoch in range(1, experiment['epochs'] + 1):
        network.train()
        epoch_sums = np.zeros(3)
        epoch_started = time.perf_counter()
        # A shorter last batch is a step like any other.
        for rows in torch.from_numpy(random.permutation(len(subset))).to(DEVICE).split(batch):
            logits = network(x_train[rows])
            loss = F.cross_entropy(logits, y_train[rows])
            step += 1
            if not torch.isfinite(loss):
                print(f'diverged at step {step}, loss was {loss.item()}: lower the learning rate', flush=True)
                return ended(None, step)
            optimizer.zero_grad()
            loss.backward()${hasConstantRate(experiment) ? '' : SET_RATE}
            optimizer.step()
            correct = (logits.argmax(1) == y_train[rows]).sum().item()
            sums = np.array([len(rows), len(rows) * loss.item(), correct])
            epoch_sums += sums
            window += sums
            seen += len(rows)
            if step % window_steps == 0 or step == total_steps:
                ms = training_ms + 1000 * (time.perf_counter() - epoch_started)
                points.append({'images': seen, 'step': step, 'ms': ms, **mean_of(window)})
                window = np.zeros(3)
        training_ms += 1000 * (time.perf_counter() - epoch_started)
        val_loss, val_acc = evaluate(network, *validation)
        result = {'images': seen, **mean_of(epoch_sums), 'val_loss': val_loss, 'val_acc': val_acc}
        history.append(result)
        tested = evaluate(network, *test)
        say(epoch, result, tested)
    return ended(tested)
`.trim();
