/** This machine in words, so that times and rounding can be understood later. */
import { availableParallelism, cpus, totalmem } from 'node:os';
import type { RunResult } from '../../results/runFile.ts';
import { counted, decimal } from '../../spec/numbers.ts';
import type { TerminalEngine } from '../engines.ts';

/** 'AMD EPYC, 2 cores, 23.5 GB memory, linux x64, Node v24.1.0'; cores are logical ones that this process may use. */
export function machineWords(): string {
  const cpu = cpus()[0]?.model.trim() || 'unknown processor';
  const memory = `${decimal(totalmem() / 2 ** 30, 1)} GB memory`;
  const system = `${process.platform} ${process.arch}`;
  return `${cpu}, ${counted(availableParallelism(), 'core')}, ${memory}, ${system}, Node ${process.version}`;
}

/** What runs were trained on, as far as they say it, each machine once. */
export const machinesOf = (runs: Iterable<RunResult>): string[] => [
  ...new Set([...runs].flatMap(({ machine }) => machine ?? [])),
];

/** The engines that trained runs, each once. */
export const enginesOf = (runs: Iterable<RunResult>): string[] => [
  ...new Set([...runs].map(({ engine }) => engine)),
];

/** One process took 320 MB with the reference CNN at batch 128; as much again to spare, for more images. */
const BYTES_PER_PROCESS = 650e6;
const MOST_PROCESSES = 16;

export interface Workforce {
  readonly engine: TerminalEngine;
  readonly processes: number;
  /** Of each process, on the CPU. */
  readonly threads?: number;
}

/** What each process has: '2 threads each' */
export const describeShare = ({ threads }: Workforce): string =>
  threads === undefined ? 'on a GPU' : `${counted(threads, 'thread')} each`;

/**
 * One thread a process is fastest over many runs: threads of one run wait for each other. Where there are fewer runs
 * than cores they get more threads.
 */
export function chooseWorkforce(
  runs: number,
  { engine = 'wasm', processes, threads }: Partial<Workforce>,
  cores: number = availableParallelism(),
  memory: number = totalmem(),
): Workforce {
  const most = Math.min(cores, MOST_PROCESSES, Math.floor(memory / BYTES_PER_PROCESS));
  // One run at a time keeps a GPU busy, or nearly.
  const chosen = processes ?? (engine === 'wgsl' ? 1 : Math.floor(most / (threads ?? 1)));
  const useful = Math.max(1, Math.min(chosen, runs));
  if (engine === 'wgsl') return { engine, processes: useful };
  return { engine, processes: useful, threads: threads ?? Math.max(1, Math.floor(cores / useful)) };
}
