import { describe, expect, it } from 'vitest';
import { finish, scriptedSubject } from '../testing/scriptedSubject.ts';
import { classification } from './classification.ts';

const logits = Float32Array.from([1, 2, 5, 2], Math.log);
const pixels = Uint8Array.from({ length: 784 }, (_, i) => i & 255);

describe('classification', () => {
  it('gives logits and probabilities of the picture, in inference mode', async () => {
    const subject = scriptedSubject({ inspect: () => ({ logits }) });
    const { answer } = await finish(classification(subject, { kind: 'classification', pixels }));
    expect(answer.logits).toEqual(logits);
    [0.1, 0.2, 0.5, 0.2].forEach((p, i) => {
      expect(answer.probabilities[i]).toBeCloseTo(p, 6);
    });
    expect(subject.requests).toMatchObject([{ images: { pixels }, statistics: 'moving' }]);
  });

  it('wants 28 × 28 pixels', async () => {
    const subject = scriptedSubject({ inspect: () => ({ logits }) });
    const small = { kind: 'classification', pixels: new Uint8Array(9) } as const;
    await expect(finish(classification(subject, small))).rejects.toThrow('this one has 9');
  });

  it('says that a network gives no numbers', async () => {
    const subject = scriptedSubject({
      inspect: () => ({ logits: Float32Array.of(1, Number.POSITIVE_INFINITY) }),
    });
    const question = { kind: 'classification', pixels } as const;
    await expect(finish(classification(subject, question))).rejects.toThrow('diverged');
  });
});
