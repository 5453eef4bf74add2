/** An engine that goes away under several runs at once: each goes on from its checkpoint on the next one. */
import { describe, expect, it } from 'vitest';
import { openWasmEngine, type WasmEngine } from '../engine/wasm/engine.ts';
import { curveOf, hostOver, start, stepsOf } from '../testing/fakeHost.ts';
import type { WorkerEvent } from './protocol.ts';

const NAMES = ['a', 'b', 'c'];
const LONG = { epochs: 200 };

const noticesOf = (events: readonly WorkerEvent[]) =>
  events.flatMap((event) => (event.kind === 'notice' ? [`${event.run}: ${event.message}`] : []));

describe('an engine lost under three runs', () => {
  it.each(['found out by one of them', 'told by the device', 'while all are paused'])('%s', async (how) => {
    const alone = hostOver(['webgl']);
    alone.send(start('a', LONG));
    await alone.ended('a');

    const { engines, events, send, until, ended, outcomeOf } = hostOver(['webgpu', 'webgl']);
    send(...NAMES.map((name) => start(name, { ...LONG, engine: 'webgpu' })));
    await until(() => NAMES.every((name) => stepsOf(events, name) > 20));
    send({ kind: 'keep' });
    const kept = (run: string) => events.some((event) => event.kind === 'checkpoint' && event.run === run);
    await until(() => NAMES.every(kept));
    const [first] = engines;
    if (how === 'while all are paused') send({ kind: 'pause' });
    if (how === 'told by the device') first?.lose('Fake webgpu was lost');
    else if (first) first.dead = true;
    if (how === 'while all are paused') send({ kind: 'keep' }, { kind: 'resume' });
    await Promise.all(NAMES.map(ended));

    expect(NAMES.map((name) => outcomeOf(name)?.kind)).toEqual(['finished', 'finished', 'finished']);
    expect(first?.disposed).toBe(true);
    expect(engines.map(({ kind }) => kind)).toEqual(['webgpu', 'webgl']);
    const told = noticesOf(events).toSorted();
    expect(told).toHaveLength(3);
    for (const [i, name] of NAMES.entries()) {
      expect(told[i]).toMatch(
        new RegExp(`^${name}: Fake webgpu was lost. Going on from step \\d+ on Fake webgl.$`),
      );
      expect(curveOf(events, name)).toEqual(curveOf(alone.events, 'a'));
    }
  });

  it('one that it has no room for goes on elsewhere, and the others stay', async () => {
    const { engines, events, send, until, ended, outcomeOf } = hostOver(['wasm', 'wgsl']);
    send(start('a', { ...LONG, engine: 'wgsl' }));
    await until(() => stepsOf(events, 'a') > 20);
    const [first] = engines;
    if (first) first.refusal = 'WebGPU: a batch of 1,024 would take 900 MB';
    send(start('b', { ...LONG, engine: 'wgsl' }));
    await ended('b');
    await ended('a');
    expect(['a', 'b'].map((name) => outcomeOf(name)?.kind)).toEqual(['finished', 'finished']);
    expect(engines.map(({ kind, disposed }) => [kind, disposed])).toEqual([
      ['wgsl', false],
      ['wasm', false],
    ]);
    expect(noticesOf(events)).toEqual([
      'b: WebGPU: a batch of 1,024 would take 900 MB. Going on from the start on Fake wasm.',
    ]);
  });

  it('a thread of the CPU engine that dies takes none of them along, and changes no bit', async () => {
    const settings = {
      network: 'mlp',
      norm: 'batch',
      engine: 'wasm',
      images: 200,
      batch: 2,
      epochs: 2,
    } as const;
    const opened: WasmEngine[] = [];
    const create = async () => {
      const made = await openWasmEngine({ threads: 1 });
      if ('engine' in made) opened.push(made.engine);
      return made;
    };
    const alone = hostOver([], { create });
    alone.send(start('a', settings));
    await alone.ended('a');

    const { events, send, until, ended, outcomeOf } = hostOver([], { create });
    send(...NAMES.map((name) => start(name, settings)));
    await until(() => NAMES.every((name) => stepsOf(events, name) > 5));
    opened.at(-1)?.threads.lose('CPU thread 1 stopped: out of memory');
    await Promise.all(NAMES.map(ended));
    expect(opened).toHaveLength(3);
    expect(noticesOf(events)).toHaveLength(3);
    for (const name of NAMES) {
      expect(outcomeOf(name)).toEqual(alone.outcomeOf('a'));
      expect(curveOf(events, name)).toEqual(curveOf(alone.events, 'a'));
    }
  }, 60_000);
});
