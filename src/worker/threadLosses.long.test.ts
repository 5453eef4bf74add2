/** The CPU engine loses a thread under races of two to six runs, fifty times over: every run ends as if it had not. */
import { describe, expect, it } from 'vitest';
import { openWasmEngine, type WasmEngine } from '../engine/wasm/engine.ts';
import { curveOf, hostOver, start, stepsOf } from '../testing/fakeHost.ts';

const SETTINGS = { network: 'dense4', norm: 'batch', engine: 'wasm', images: 100, batch: 10 } as const;
const STEPS = 20;

function openRace() {
  const opened: WasmEngine[] = [];
  const create = async () => {
    const made = await openWasmEngine({ threads: 2 });
    if ('engine' in made) opened.push(made.engine);
    return made;
  };
  return { opened, ...hostOver([], { create }) };
}

describe('a thread that is lost', () => {
  it('takes no run along, whenever it happens, and changes no bit', async () => {
    const alone = openRace();
    alone.send(start('1', SETTINGS));
    await alone.ended('1');
    alone.opened[0]?.dispose();
    for (let injection = 0; injection < 50; injection++) {
      const { opened, events, send, until, ended, outcomeOf } = openRace();
      const names = Array.from({ length: 2 + (injection % 5) }, (_, i) => `${i + 1}`);
      send(...names.map((name) => start(name, SETTINGS)));
      const victim = names[injection % names.length] ?? '1';
      const when = (7 * injection) % STEPS;
      await until(() => stepsOf(events, victim) >= when && opened.length > 0);
      opened[0]?.threads.lose('CPU thread 1 stopped: out of memory');
      await Promise.all(names.map(ended));
      for (const name of names) {
        expect(outcomeOf(name), `injection ${injection}, run ${name}`).toEqual(alone.outcomeOf('1'));
        expect(curveOf(events, name)).toEqual(curveOf(alone.events, '1'));
      }
      for (const engine of opened) engine.dispose();
    }
  }, 600_000);

  it('is noticed within three seconds where it vanishes without a word, and Stop is heard', async () => {
    const { opened, events, send, until, ended, outcomeOf } = openRace();
    send(start('a', { ...SETTINGS, epochs: 200 }), start('b', SETTINGS));
    await until(() => stepsOf(events, 'a') > 5);
    opened[0]?.threads.terminateOthers();
    const vanished = performance.now();
    send({ kind: 'stop', run: 'a' });
    await Promise.all([ended('a'), opened[0]?.lost]);
    expect(performance.now() - vanished).toBeLessThan(3000);
    expect(outcomeOf('a')?.kind).toBe('stopped');
    await ended('b');
    expect(outcomeOf('b')?.kind).toBe('finished');
    for (const engine of opened) engine.dispose();
  }, 60_000);
});
