import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pythonWith, runPython } from '../../scripts/python.ts';
import { buildNetwork } from '../network/build.ts';
import { initialParameters, parameterSpecs } from '../network/parameters.ts';
import { FASHION_MNIST } from '../spec/dataSets.ts';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';
import { toSafetensors, weightsMetadata } from './safetensors.ts';
import { VERSION } from './version.ts';

const EXPERIMENT = { ...DEFAULT_EXPERIMENT, network: 'small-cnn', norm: 'batch' } as const;
const NETWORK = buildNetwork(EXPERIMENT, FASHION_MNIST);
const PARAMETERS = initialParameters(NETWORK);

/** A reader by the published description, none of the writer's code. */
function read(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer);
  const headerBytes = Number(view.getBigUint64(0, true));
  const text = new TextDecoder().decode(bytes.subarray(8, 8 + headerBytes));
  const { __metadata__, ...entries } = JSON.parse(text);
  const arrays = Object.entries<{ dtype: string; shape: number[]; data_offsets: [number, number] }>(entries);
  return {
    headerBytes,
    text,
    metadata: __metadata__,
    arrays: arrays.map(
      ([
        name,
        {
          dtype,
          shape,
          data_offsets: [start, end],
        },
      ]) => {
        const at = 8 + headerBytes + start;
        const values = Array.from({ length: (end - start) / 4 }, (_, i) => view.getFloat32(at + 4 * i, true));
        return { name, dtype, shape, start, end, values };
      },
    ),
  };
}

describe('toSafetensors', () => {
  it('holds the weights under their names, without gaps', () => {
    const bytes = toSafetensors(NETWORK, PARAMETERS, weightsMetadata(EXPERIMENT, FASHION_MNIST));
    const { arrays, headerBytes, text, metadata } = read(bytes);
    expect(headerBytes % 8).toBe(0);
    expect(text).toMatch(/^\{.*\} *$/);
    const specs = parameterSpecs(NETWORK).filter(({ role }) => role !== 'slot');
    expect(arrays.map(({ name, shape }) => ({ name, shape }))).toEqual(
      specs.map(({ name, shape }) => ({ name, shape })),
    );
    let end = 0;
    for (const array of arrays) {
      expect(array.dtype).toBe('F32');
      expect(array.start).toBe(end);
      end = array.end;
      expect(array.values).toEqual([...(PARAMETERS.get(array.name) ?? [])]);
    }
    expect(8 + headerBytes + end).toBe(bytes.length);
    expect(JSON.parse(metadata.experiment)).toEqual(EXPERIMENT);
    expect(metadata.program).toBe(`Norm Playground ${VERSION}`);
  });

  it("brings the optimizer's state when asked to", () => {
    const { arrays } = read(toSafetensors(NETWORK, PARAMETERS, {}, { slots: true }));
    expect(arrays.map(({ name }) => name)).toEqual(parameterSpecs(NETWORK).map(({ name }) => name));
  });

  it('refuses an array of another size', () => {
    const short = new Map([...PARAMETERS, ['conv1/bias', new Float32Array(3)]]);
    expect(() => toSafetensors(NETWORK, short, {})).toThrow('conv1/bias: 3 values where its shape [8] has 8');
  });

  const python = pythonWith('numpy');
  it.skipIf(!python)('opens in Python with the right names, shapes and sums', () => {
    const folder = mkdtempSync(join(tmpdir(), 'safetensors-'));
    const file = join(folder, 'weights.safetensors');
    writeFileSync(file, toSafetensors(NETWORK, PARAMETERS, weightsMetadata(EXPERIMENT, FASHION_MNIST)));
    const reader = `
import json, struct, sys, numpy
bytes = open(sys.argv[1], 'rb').read()
(length,) = struct.unpack('<Q', bytes[:8])
header = json.loads(bytes[8:8 + length])
assert all(type(value) is str for value in header.pop('__metadata__').values())
found = {}
for name, entry in header.items():
    start, end = entry['data_offsets']
    array = numpy.frombuffer(bytes[8 + length + start:8 + length + end], '<f4').reshape(entry['shape'])
    found[name] = [list(array.shape), float(array.astype('f8').sum())]
print(json.dumps(found))`;
    const found = JSON.parse(runPython(python as string, '-c', reader, file));
    rmSync(folder, { recursive: true });
    for (const { name, shape, role } of parameterSpecs(NETWORK)) {
      if (role === 'slot') continue;
      const sum = (PARAMETERS.get(name) ?? new Float32Array()).reduce((total, value) => total + value, 0);
      expect(found[name]?.[0]).toEqual(shape);
      expect(found[name]?.[1]).toBeCloseTo(sum, 9);
      delete found[name];
    }
    expect(found).toEqual({});
  });
});

it('says the version of package.json', () => {
  const url = new URL('../../package.json', import.meta.url);
  expect(JSON.parse(readFileSync(url, 'utf8')).version).toBe(VERSION);
});
