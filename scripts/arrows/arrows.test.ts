import { describe, expect, test } from 'vitest';
import { cycles, forbiddenImports } from './check.ts';
import { importsOf } from './imports.ts';
import { ROOMS } from './rules.ts';

const check = (file: string, source: string) => forbiddenImports(importsOf(file, source));

describe('imports', () => {
  test('are found in every form, JSX around them', () => {
    const source = `
      import a from './a.ts';
      import type { B } from './b.ts';
      export * from './c.ts';
      export type { D } from './d.ts';
      const e = () => import('./e.ts');
      const f = <p>{e.length}</p>;`;
    expect(importsOf('src/ui/x.tsx', source).map(({ to }) => to)).toEqual(
      ['a', 'b', 'c', 'd', 'e'].map((name) => `src/ui/${name}.ts`),
    );
  });

  test('of a file that does not parse are an error', () => {
    expect(() => importsOf('src/ui/x.ts', 'import {')).toThrow('src/ui/x.ts');
  });
});

describe('an import against an arrow is noticed', () => {
  test.each([
    ['src/spec/fields.ts', "import { store } from '../store/store.ts'", 'spec → store'],
    ['src/data/subset.ts', "import type { Split } from '../engine/engine.ts'", 'data → engine'],
    ['src/training/train.ts', "export * from '../worker/host.ts'", 'training → worker'],
    ['src/training/train.ts', "import('../engine/tfjs/engine.ts')", 'training → engine/tfjs'],
    ['src/engine/wasm/engine.ts', "import '../tfjs/engine.ts'", 'engine/wasm → engine/tfjs'],
    ['src/engine/program/program.ts', "import '../wasm/engine.ts'", 'engine/program → engine/wasm'],
    ['src/ui/App.tsx', "import '../training/train.ts'", 'ui → training'],
    ['src/cli/train.ts', "import '../store/store.ts'", 'cli → store'],
    ['src/engine/wasm/engine.ts', "import '../conformance/cases.ts'", 'engine/wasm → conformance'],
    ['src/engine/tfjs/trainer.ts', "import './conformance.ts'", 'engine/tfjs → tfjs/conformance'],
    ['src/engine/create.ts', "import './conformance/engines.ts'", 'engine/create → conformance/engines'],
    ['src/engine/conformance/cases.ts', "import '../../testing/reference/norm.ts'", 'conformance → testing'],
  ])('%s: %s', (file, source, arrow) => {
    expect(check(file, source).join()).toContain(arrow);
  });

  test.each(ROOMS.filter(({ name }) => name !== 'testing'))(
    '$name → testing',
    ({ name, may, mayNot = [] }) => {
      expect(may.includes('testing') || (may.includes('*') && !mayNot.includes('testing')), name).toBe(false);
    },
  );

  test.each([
    ['src/training/train.ts', "import * as tf from '@tensorflow/tfjs-core'"],
    ['src/ui/panels/Runs.tsx', "import { render } from '@tensorflow/tfjs-vis'"],
    ['src/spec/fields.ts', "import { z } from 'zod'"],
    ['src/data/idx.ts', "import { readFileSync } from 'node:fs'"],
    ['src/spec/fields.ts', "import './spec.test.ts'"],
    ['src/spec/fields.ts', "import '../../scripts/data.ts'"],
    ['src/nowhere/x.ts', "import '../spec/fields.ts'"],
  ])('%s: %s', (file, source) => {
    expect(check(file, source)).toHaveLength(1);
  });
});

test.each([
  ['src/data/subset.ts', "import { streamKey } from '../random/streams.ts'"],
  ['src/engine/tfjs/engine.ts', "import * as tf from '@tensorflow/tfjs-core'"],
  ['src/engine/create.ts', "import('./tfjs/engine.ts')"],
  ['src/ui/App.tsx', "import './styles/page.css'"],
  ['src/training/train.test.ts', "import '@tensorflow/tfjs-core'"],
  ['src/training/train.test.ts', "import '../testing/drive.ts'"],
  ['src/cli/golden.ts', "import '../engine/tfjs/engine.ts'"],
])('%s may %s', (file, source) => {
  expect(check(file, source)).toEqual([]);
});

test('a cycle is noticed, once and with its path', () => {
  const imports = [
    ...importsOf('src/spec/a.ts', "import './b.ts'"),
    ...importsOf('src/spec/b.ts', "import type { C } from './c.ts'"),
    ...importsOf('src/spec/c.ts', "import './b.ts'"),
  ];
  expect(cycles(imports)).toEqual(['src/spec/b.ts → src/spec/c.ts → src/spec/b.ts']);
});
