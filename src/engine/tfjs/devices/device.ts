/**
 * A device that TensorFlow.js computes on: one of its backends, opened by us so that we know when it goes away
 * (TensorFlow.js itself does not notice a lost device).
 */
import { engine, type KernelBackend, registerBackend, removeBackend } from '@tensorflow/tfjs-core';
import { type EngineKind, EngineLost } from '../../engine.ts';

export interface Opened {
  readonly kind: EngineKind;
  /** 'WebGL · SwiftShader' */
  readonly description: string;
  /** Whether it is a CPU that plays a GPU, for tests. */
  readonly software: boolean;
  readonly backend: KernelBackend;
  /** Resolves with a reason for a person when the device goes away. */
  readonly lost: Promise<string>;
  close(): void;
}

export class Device {
  readonly kind: EngineKind;
  readonly description: string;
  readonly lost: Promise<string>;
  private gone: string | undefined;
  private closed = false;

  constructor(private readonly opened: Opened) {
    this.kind = opened.kind;
    this.description = opened.description;
    this.lost = opened.lost;
    // A device of this kind that was lost has left its backend behind, and its name with it.
    if (engine().findBackendFactory(this.kind)) removeBackend(this.kind);
    registerBackend(this.kind, () => opened.backend);
    void this.lost.then((reason) => {
      this.gone = reason;
    });
  }

  /** Runs code that calls kernels. TensorFlow.js has one current backend: it is made this one first. */
  run<T>(work: () => T): T {
    if (this.gone !== undefined) throw new EngineLost(this.gone);
    if (this.closed) throw new Error('the engine was disposed of');
    if (engine().backendName !== this.kind) void engine().setBackend(this.kind);
    return work();
  }

  /** Waits for values from the device, but not for ever: a lost device never answers. */
  read<T>(work: () => Promise<T>): Promise<T> {
    const lost = this.lost.then((reason) => Promise.reject(new EngineLost(reason)));
    return Promise.race([this.run(work), lost]);
  }

  /** Buffers alive on the device. */
  count(): number {
    return this.opened.backend.numDataIds();
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    if (engine().findBackend(this.kind) === this.opened.backend) removeBackend(this.kind);
    this.opened.close();
  }
}
