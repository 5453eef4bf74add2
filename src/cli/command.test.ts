import { expect, it, onTestFinished } from 'vitest';
import { listenForInterrupt } from './command.ts';

it('tells of a Ctrl-C that came before anyone listened, too', () => {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  onTestFinished(() => {
    for (const signal of signals) process.removeAllListeners(signal);
  });
  const interrupt = listenForInterrupt();
  const told: string[] = [];
  interrupt.onAsked(() => told.push('before'));
  expect([interrupt.asked(), told]).toEqual([false, []]);
  process.emit('SIGTERM');
  interrupt.onAsked(() => told.push('after'));
  expect([interrupt.asked(), told]).toEqual([true, ['before', 'after']]);
});
