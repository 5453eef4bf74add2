/**
 * A device that TensorFlow.js computes on: one of its backends, opened by us so that we know when it goes away
 * (TensorFlow.js itself does not notice a lost device).
 */
import { engine, type KernelBackend, registerBackend } from '@tensorflow/tfjs-core';
import { type EngineKind, EngineLost } from '../../engine.ts';

export interface Opened {
  readonly kind: EngineKind;
  /** 'WebGL · SwiftShader' */
  readonly description: string;
  /** Whether it is a CPU that plays a GPU. */
  readonly software: boolean;
  readonly backend: KernelBackend;
  /** Resolves with a reason for a person when the device goes away. */
  readonly lost: Promise<string>;
  close(): void;
}

/** A failed read waits this long for the loss that may explain it. */
const LOSS_FOLLOWS_MS = 200;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export class Device {
  readonly kind: EngineKind;
  readonly description: string;
  readonly lost: Promise<string>;
  private gone: string | undefined;
  private closed = false;

  /** What is being read: a lost device never answers, so the loss answers for it. */
  private readonly waiting = new Set<(error: EngineLost) => void>();

  constructor(private readonly opened: Opened) {
    this.kind = opened.kind;
    this.description = opened.description;
    this.lost = opened.lost.then((reason) => {
      this.gone = reason;
      for (const reject of this.waiting) reject(new EngineLost(reason));
      this.waiting.clear();
      // Closing a device of one's own accord is no loss.
      return this.closed ? new Promise<never>(() => {}) : reason;
    });
    if (!engine().findBackendFactory(this.kind)) registerBackend(this.kind, () => opened.backend);
  }

  /** Runs code that calls kernels. TensorFlow.js has one current backend: it is made this one first. */
  run<T>(work: () => T): T {
    if (this.gone !== undefined) throw new EngineLost(this.gone);
    if (this.closed) throw new Error('the engine was disposed of');
    this.makeCurrent();
    return work();
  }

  /** Waits for values from the device; rejects with EngineLost when it goes away meanwhile. */
  async read<T>(work: () => Promise<T>): Promise<T> {
    let giveUp: (error: EngineLost) => void = () => {};
    const loss = new Promise<never>((_, reject) => {
      giveUp = reject;
    });
    this.waiting.add(giveUp);
    try {
      return await Promise.race([this.run(work), loss]);
    } catch (error) {
      // WebGPU fails what was being read before it says that the device is lost.
      if (!(error instanceof EngineLost)) await Promise.race([loss, pause(LOSS_FOLLOWS_MS)]);
      throw error;
    } finally {
      this.waiting.delete(giveUp);
    }
  }

  /**
   * Kernels are found by the kind's name, and several devices of one kind can follow each other or even coexist:
   * the registry's entry is set rather than removed, which would dispose of the other device's backend.
   */
  private makeCurrent(): void {
    const { backend } = this.opened;
    const tfjs = engine();
    if (tfjs.registry[this.kind] === backend && tfjs.backendName === this.kind) return;
    tfjs.registry[this.kind] = backend;
    // Done by the time it returns, as the backend is registered; its promise only says so again.
    void tfjs.setBackend(this.kind);
  }

  /** Buffers alive on the device. */
  count(): number {
    return this.opened.backend.numDataIds();
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.opened.backend.dispose();
    this.opened.close();
  }
}
