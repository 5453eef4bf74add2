/**
 * What the PyTorch and the Keras script have in common: reading the images, the balanced subset, the options, and
 * the file of results, which is a run as the page imports it. Python in template strings: no backslashes within.
 */
import { RUN_FILE_FORMAT, RUNS_FILE_FORMAT } from '../../results/runFile.ts';
import { FASHION_MNIST, SYNTHETIC } from '../../spec/dataSets.ts';
import { type DataSpec, isSameData } from '../../spec/dataSpec.ts';
import { describeValue, methodName } from '../../spec/describe.ts';
import type { Experiment } from '../../spec/experiment.ts';
import { FIELD_KEYS, FIELDS } from '../../spec/fields.ts';
import { oneLine } from '../../spec/text.ts';
import { PROGRAM, VERSION } from '../version.ts';

/** The setting in words, a line each: what a reader of the script sees first. */
function settingLines(experiment: Experiment): string[] {
  return FIELD_KEYS.filter((key) => key !== 'engine').map((key) => {
    const words = typeof experiment[key] === 'number' ? experiment[key] : describeValue(experiment, key);
    return `    ${FIELDS[key].label}: ${quotable(`${words}`)}`;
  });
}

/** As it may stand within a string of three quotes. */
const quotable = (text: string): string => oneLine(text).replaceAll(/["\\]/g, "'");

/** Fashion-MNIST is read from its own files; other sets from an NPZ file. */
const isFashion = (spec: DataSpec): boolean => isSameData(FASHION_MNIST, spec);

/** Synthetic images are drawn from a run's seed, and come beside its script. */
const isDrawn = (spec: DataSpec): boolean => isSameData(SYNTHETIC, spec);

/** The file with the images that a run on synthetic data had. */
export const drawnFile = ({ seed }: Pick<Experiment, 'seed'>): string => `synthetic-seed-${seed}.npz`;

/** @param needs the packages that the script imports, as a person installs them */
export function header(experiment: Experiment, spec: DataSpec, library: string, needs: string): string {
  const named = quotable(spec.name);
  const on = isDrawn(spec) ? 'synthetic images' : named;
  const usage = isFashion(spec)
    ? FASHION_USAGE
    : isDrawn(spec)
      ? drawnUsage(experiment)
      : npzUsage(named, spec);
  return `#!/usr/bin/env python3
"""${methodName(experiment)} on ${on} with ${library}, exported from ${PROGRAM} ${VERSION}.

${usage} Needs ${needs}.

${settingLines(experiment).join('\n')}

${isFashion(spec) ? 'The first five sixths of the training images train, the rest validates. ' : ''}Network, initial distributions, optimizer and
numerics are the playground's; its random numbers are not, so results agree within the spread between seeds.
The results of --json can be imported there; a value that is no number, as after a divergence, is null in them.
"""`;
}

const FASHION_USAGE = `    python3 THIS_FILE FOLDER [--json results.json] [--seed 2] [--epochs 1] [--images 1000]

FOLDER (or the environment variable FASHION_MNIST_DIR) holds the four gzipped files of Fashion-MNIST, from
https://github.com/zalandoresearch/fashion-mnist (MIT licence).`;

const drawnUsage = (
  experiment: Experiment,
): string => `    python3 THIS_FILE [FILE] [--json results.json] [--epochs 1]

FILE is ${drawnFile(experiment)}, which is looked for beside this script: the images that the playground drew from this
seed. Another seed has images of its own: export the script of such a run.`;

const arraysOf = ({ shape }: DataSpec): string =>
  `train_images, val_images
and test_images are bytes [count, ${shape.join(', ')}], train_labels, val_labels and test_labels numbers of classes.`;

const npzUsage = (
  named: string,
  spec: DataSpec,
): string => `    python3 THIS_FILE FILE [--json results.json] [--seed 2] [--epochs 1] [--images 1000]

FILE is the data set ${named} as the playground saves it (.npz, SHA-256 ${spec.sha256} there): ${arraysOf(spec)}`;

/** 'channelGamma' as Python has it: 'channel_gamma'. */
export const inPython = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

export const settings = (experiment: Experiment, { shape, classes }: DataSpec): string =>
  `NAME = ${JSON.stringify(methodName(experiment))}
EXPERIMENT = {
${FIELD_KEYS.map((key) => `    ${JSON.stringify(key)}: ${JSON.stringify(experiment[key])},`).join('\n')}
}
CLASSES = ${classes.length}
SHAPE = (${shape.join(', ')})`;

/** Reading the images, and the balanced subset. */
export const dataPart = (spec: DataSpec): string =>
  `${isFashion(spec) ? READ_IDX : READ_NPZ}\n\n\n${BALANCED_SUBSET}`;

const READ_IDX = `
def read_idx(path):
    """An IDX file as an array of bytes: two zeros, a type, the number of axes, their lengths, the values."""
    try:
        with gzip.open(path) as file:
            content = file.read()
    except FileNotFoundError:
        sys.exit(f'{path} is missing: get it from https://github.com/zalandoresearch/fashion-mnist')
    axes = content[3]
    shape = struct.unpack(f'>{axes}I', content[4:4 + 4 * axes])
    return np.frombuffer(content, np.uint8, offset=4 + 4 * axes).reshape(shape)


def load(folder):
    """Images [count, height, width] and labels [count] of each split, as bytes."""
    def read(name):
        paths = [os.path.join(folder, f'{name}-{kind}-ubyte.gz') for kind in ('images-idx3', 'labels-idx1')]
        return [read_idx(path) for path in paths]

    images, labels = read('train')
    count = len(labels) * 5 // 6
    return {
        'train': (images[:count], labels[:count]),
        'validation': (images[count:], labels[count:]),
        'test': read('t10k'),
    }
`.trim();

const READ_NPZ = `
def load(path):
    """Images [count, height, width, channels] and labels [count] of each split, as bytes."""
    try:
        file = np.load(path)
    except FileNotFoundError:
        sys.exit(f'{path} is missing: it holds the images, and comes with this script or from the playground')
    splits = {}
    for split, prefix in (('train', 'train'), ('validation', 'val'), ('test', 'test')):
        images, labels = file[f'{prefix}_images'], file[f'{prefix}_labels']
        if images.size != len(labels) * int(np.prod(SHAPE)):
            sys.exit(f'{path}: {prefix}_images is {images.shape}, expected {(len(labels), *SHAPE)}')
        splits[split] = (images.reshape(-1, *SHAPE), labels)
    return splits
`.trim();

const BALANCED_SUBSET = `
def balanced_subset(labels, count, random):
    """Rows of as many images of each class as there can be: of each class the first in a random order."""
    order = random.permutation(len(labels))
    place = np.empty(len(labels), int)
    for label in range(CLASSES):
        rows = order[labels[order] == label]
        place[rows] = np.arange(len(rows))
    return order[np.argsort(place[order], kind='stable')][:count]
`.trim();

export const RUN_FILE = `
def finite(value):
    """JSON has no NaN and no infinity: the playground reads null in their place."""
    return value if math.isfinite(value) else None


def run_file(experiment, history, points, test, engine, threads, seconds, diverged_at=None):
    """A run as the playground imports it: a value an epoch under Keras's names, and the curve."""
    def column(rows, key):
        return [finite(row[key]) for row in rows]

    return {
        'format': '${RUN_FILE_FORMAT}',
        'name': f"{NAME} · seed {experiment['seed']} · {engine}",
        'experiment': experiment,
        'history': {key: column(history, key) for key in ('loss', 'acc', 'val_loss', 'val_acc')},
        'epochs': {'images': column(history, 'images')},
        'steps': {key: column(points, key) for key in ('images', 'step', 'ms', 'loss', 'acc')},
        'test': {'loss': finite(test[0]), 'acc': test[1]} if test else None,
        'outcome': 'finished' if test else 'diverged',
        **({} if test else {'divergedAt': diverged_at}),
        'engine': engine,
        'threads': threads,
        'seconds': seconds,
        'weightsSha256': None,
    }


def say(epoch, result, test):
    values = ' · '.join(f'{key} {result[key]:.4f}' for key in ('loss', 'acc', 'val_loss', 'val_acc'))
    print(f'epoch {epoch}: {values} · test_loss {test[0]:.4f} · test_acc {test[1]:.4f}', flush=True)
`.trim();

/** How the images are asked for: the argument's default, what is said without one, and what else can be set. */
function asksFor(experiment: Experiment, spec: DataSpec): { file: string; missing: string; keys: string } {
  const keys = "('seed', 'repeats', 'epochs', 'images', 'batch')";
  if (isFashion(spec)) {
    const missing = "say which folder holds Fashion-MNIST's four files, or set FASHION_MNIST_DIR";
    return { file: "os.environ.get('FASHION_MNIST_DIR')", missing, keys };
  }
  const missing = 'say which NPZ file holds the images';
  if (!isDrawn(spec)) return { file: 'None', missing, keys };
  const file = `os.path.join(os.path.dirname(os.path.abspath(__file__)), '${drawnFile(experiment)}')`;
  return { file, missing, keys: "('epochs', 'images', 'batch')" };
}

export function mainPart(experiment: Experiment, spec: DataSpec): string {
  const { file, missing, keys } = asksFor(experiment, spec);
  return `
def write_whole(path, runs):
    """All runs so far; a file that is there stays whole until this one is."""
    result = runs[0] if len(runs) == 1 else {'format': '${RUNS_FILE_FORMAT}', 'runs': runs}
    with open(f'{path}.part', 'w', encoding='utf-8') as file:
        json.dump(result, file, indent=1, allow_nan=False)
    os.replace(f'{path}.part', path)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('folder', nargs='?', default=${file})
    parser.add_argument('--json', help='where to write the results')
    for key in ${keys}:
        parser.add_argument(f'--{key}', type=int, default=EXPERIMENT[key])
    options = {**EXPERIMENT, **vars(parser.parse_args())}
    folder, path = options.pop('folder'), options.pop('json')
    if folder is None:
        parser.error(${JSON.stringify(missing)})
    data = load(folder)
    runs = []
    for repeat in range(options['repeats']):
        seed = options['seed'] + repeat
        print(f'{NAME} · seed {seed}', flush=True)
        runs.append(train({**options, 'seed': seed, 'repeats': 1}, data))
        if path is not None:
            write_whole(path, runs)
    if path is not None:
        print(f'wrote {path}')
    else:
        print(json.dumps([{'history': run['history'], 'test': run['test']} for run in runs]))
    if any(run['outcome'] == 'diverged' for run in runs):
        sys.exit(1)


if __name__ == '__main__':
    main()
`.trim();
}

/** Top-level parts, two empty lines apart as Python has it. */
export const joinParts = (parts: readonly string[]): string =>
  `${parts.filter((part) => part !== '').join('\n\n\n')}\n`;
