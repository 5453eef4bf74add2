/**
 * Who may import whom: the arrows of ARCHITECTURE.md as a table. A file belongs to the first room whose pattern
 * its path matches; it may import its own room and those named. What is in no room is a mistake in itself.
 *
 * Ours, and not dependency-cruiser: that needs the classic TypeScript API, which TypeScript 7 has no more, and
 * from version 18 a newer Node than 20.
 */

export interface Room {
  readonly name: string;
  readonly files: RegExp;
  /** Names of the rooms that it may import; `*` is any. */
  readonly may: readonly string[];
  /** Rooms that it may not import all the same. */
  readonly mayNot?: readonly string[];
  /** Packages that it may import, by name or by the start of it with a slash. */
  readonly packages?: readonly string[];
}

const ZUSTAND = ['zustand', 'zustand/'];
const REACT = ['react', 'react/', 'react-dom', 'react-dom/'];
const TENSORFLOW = ['@tensorflow/'];

export const ROOMS: readonly Room[] = [
  { name: 'spec', files: /^src\/spec\//, may: [] },
  { name: 'random', files: /^src\/random\//, may: [] },
  { name: 'data', files: /^src\/data\//, may: ['spec', 'random'], packages: ['zod', 'idb'] },
  { name: 'zip', files: /^src\/zip\//, may: [] },
  // From files that were dropped to a data set.
  {
    name: 'import',
    files: /^src\/import\//,
    may: ['spec', 'data', 'zip'],
    packages: [
      'zod',
      'fflate',
      'fast-png',
      'jpeg-js',
      'omggif',
      'decode-bmp',
      '@jsquash/webp/',
      'hyparquet',
      'hyparquet-compressors',
      'papaparse',
    ],
  },
  { name: 'network', files: /^src\/network\//, may: ['spec', 'random'] },
  {
    name: 'engine',
    files: /^src\/engine\/(engine|ownEngine|look|outputParts|gpuName|webgpuDevice)\.ts$/,
    may: ['network'],
  },
  { name: 'engine/program', files: /^src\/engine\/program\//, may: ['network', 'random'] },
  // The golden cases, and what an engine opens up for them: no engine knows of either.
  {
    name: 'conformance',
    files: /^src\/engine\/conformance\/(?!engines\.ts)/,
    may: ['engine', 'engine/program', 'network', 'random', 'spec'],
    packages: ['zod'],
  },
  {
    name: 'tfjs/conformance',
    files: /^src\/engine\/tfjs\/conformance\w*\.ts$/,
    may: ['engine/tfjs', 'network', 'conformance'],
    packages: TENSORFLOW,
  },
  {
    name: 'wasm/conformance',
    files: /^src\/engine\/wasm\/(conformance|margins)\.ts$/,
    may: ['engine', 'engine/program', 'engine/wasm', 'network', 'conformance'],
  },
  {
    name: 'wgsl/conformance',
    files: /^src\/engine\/wgsl\/conformance\.ts$/,
    may: ['engine', 'engine/program', 'engine/wgsl', 'network', 'conformance'],
  },
  {
    name: 'conformance/engines',
    files: /^src\/engine\/conformance\/engines\.ts$/,
    may: ['conformance', 'tfjs/conformance', 'wasm/conformance', 'wgsl/conformance'],
  },
  {
    name: 'engine/tfjs',
    files: /^src\/engine\/tfjs\//,
    may: ['engine', 'network', 'random'],
    packages: TENSORFLOW,
  },
  {
    name: 'engine/wasm',
    files: /^src\/engine\/wasm\//,
    may: ['engine', 'engine/program', 'network', 'random'],
  },
  {
    name: 'engine/wgsl',
    files: /^src\/engine\/wgsl\//,
    may: ['engine', 'engine/program', 'network', 'random'],
  },
  {
    name: 'engine/create',
    files: /^src\/engine\/create\.ts$/,
    may: ['engine', 'engine/tfjs', 'engine/wasm', 'engine/wgsl'],
  },
  {
    name: 'training',
    files: /^src\/training\//,
    may: ['spec', 'random', 'data', 'network', 'engine'],
  },
  // What can be asked of a network, and the answers, worked out from an engine's inspections.
  {
    name: 'inspection',
    files: /^src\/inspection\//,
    may: ['spec', 'random', 'network', 'engine', 'training'],
  },
  {
    name: 'protocol',
    files: /^src\/worker\/protocol\.ts$/,
    may: ['spec', 'training', 'engine', 'inspection'],
  },
  {
    name: 'worker/client',
    files: /^src\/worker\/(client|choices)\.ts$/,
    may: ['protocol', 'spec', 'training', 'worker/start'],
  },
  // Names the worker's address, and imports none of its code.
  { name: 'worker/start', files: /^src\/worker\/newWorker\.ts$/, may: ['worker'] },
  {
    name: 'worker',
    files: /^src\/worker\//,
    may: ['protocol', 'training', 'inspection', 'engine/create', 'engine', 'data', 'network', 'spec'],
  },
  {
    name: 'store',
    files: /^src\/store\//,
    may: ['spec', 'protocol', 'training', 'inspection', 'results', 'curves', 'share', 'storage'],
    packages: ZUSTAND,
  },
  // What comes of runs: the file of one, statistics over several, the verdict.
  {
    name: 'results',
    files: /^src\/results\//,
    may: ['spec', 'training', 'zip'],
    packages: ['zod/mini', 'jstat', 'fflate'],
  },
  // From runs to lines: x axes, smoothing, bands over seeds, one common grid.
  { name: 'curves', files: /^src\/curves\//, may: ['spec', 'training', 'results'] },
  { name: 'share', files: /^src\/share\//, may: ['spec', 'training', 'results'] },
  {
    name: 'storage',
    files: /^src\/storage\//,
    may: ['spec', 'training'],
    packages: ['zod/mini', 'idb'],
  },
  {
    name: 'report',
    files: /^src\/report\//,
    may: ['spec', 'network', 'training', 'results', 'curves'],
    packages: ['fflate', 'hyparquet-writer', 'vega', 'vega-lite', 'vega-interpreter'],
  },
  // The page without a network; Workbox does the work.
  {
    name: 'offline',
    files: /^src\/offline\//,
    may: [],
    packages: ['workbox-precaching', 'workbox-routing', 'workbox-strategies'],
  },
  {
    name: 'ui/charts',
    files: /^src\/ui\/charts\//,
    may: ['ui', 'store', 'spec', 'curves'],
    packages: [
      ...REACT,
      ...ZUSTAND,
      '@tensorflow/tfjs-vis',
      '@tensorflow/tfjs-vis/',
      'vega-embed-original',
      'vega-interpreter',
    ],
  },
  // Figures of the panels, all drawn by one library.
  {
    name: 'ui/plots',
    files: /^src\/ui\/plots\//,
    may: ['ui', 'spec'],
    packages: [...REACT, '@observablehq/plot'],
  },
  {
    name: 'ui/learn',
    files: /^src\/ui\/panels\/learn\//,
    may: ['ui', 'ui/plots', 'spec', 'network', 'results'],
    packages: [...REACT, 'katex', 'katex/'],
  },
  {
    name: 'ui',
    files: /^src\/(ui\/|main\.tsx$)/,
    may: [
      'ui/charts',
      'ui/plots',
      'ui/learn',
      'store',
      'spec',
      'share',
      'results',
      'curves',
      'storage',
      'offline',
      'report',
      'network',
      'data',
      'import',
      'inspection',
      'worker/client',
      'protocol',
    ],
    packages: [...REACT, ...ZUSTAND, 'workbox-window'],
  },
  {
    name: 'cli',
    files: /^src\/cli\//,
    may: ['*'],
    mayNot: ['ui', 'ui/charts', 'ui/plots', 'ui/learn', 'store', 'testing'],
    packages: ['node:', 'zod', '@jsquash/webp/', 'bullmq', 'ioredis'],
  },
  // Doubles, the float64 reference and checks: tests take from it, and no other room may.
  { name: 'testing', files: /^src\/testing\//, may: ['*'], packages: ['webgpu', 'node:'] },
];

/** Tests stand beside the source and may take what they need; nothing may take from them. */
export const isTest = (file: string): boolean => /\.test\.tsx?$/.test(file);

export const roomOf = (file: string): Room | undefined => ROOMS.find(({ files }) => files.test(file));
