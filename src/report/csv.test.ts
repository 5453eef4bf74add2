import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIELD_KEYS } from '../spec/fields.ts';
import { divergedRun, madeUpRun } from '../testing/madeUpRuns.ts';
import { curveCsv, epochsCsv, runCsv, runsCsv } from './csv.ts';

/** Reads RFC 4180, after the mark for UTF-8. */
function parse(text: string): Record<string, string>[] {
  expect(text.startsWith('\ufeff')).toBe(true);
  const lines: string[][] = [];
  let line: string[] = [];
  for (const [, cell = '', end] of text.slice(1).matchAll(/("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/g)) {
    line.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end === ',') continue;
    lines.push(line);
    line = [];
  }
  const [columns = [], ...rows] = lines;
  for (const row of rows) expect(row.length).toBe(columns.length);
  return rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i] ?? ''])));
}

const RUN = madeUpRun({ batch: 8, seed: 4, epochs: 2, images: 500 }, 0.8);

describe('runCsv', () => {
  it("starts with Keras's columns and says in each row what was trained", () => {
    const text = runCsv(RUN);
    expect(text.slice(1).split('\r\n')[0]).toBe(
      'epoch,images,loss,acc,val_loss,val_acc,test_loss,test_acc,recalibrated_loss,recalibrated_acc,run,outcome,forked_from,norm,groups,weights,position,' +
        'stats,momentum,eps,batch,optimizer,lr,schedule,warmup,decay,epochs,training_images,dropout,network,activation,init,zeroGamma,seed,repeats,data,engine,' +
        'data_sha256,data_instead',
    );
    const rows = parse(text);
    expect(rows.map(({ epoch, images }) => [epoch, images])).toEqual([
      ['1', '500'],
      ['2', '1000'],
    ]);
    expect(rows[1]).toMatchObject({ test_acc: '0.8', run: RUN.name, seed: '4', training_images: '500' });
    expect(Number(rows[1]?.val_acc)).toBe(RUN.history[1]?.val_acc);
  });

  it('leaves empty what a run did not get to, and writes infinity as pandas reads it', () => {
    const result = {
      epoch: 1,
      images: 8,
      loss: Number.POSITIVE_INFINITY,
      acc: 0.1,
      val_loss: Number.NaN,
      val_acc: 0.1,
    };
    const rows = parse(runCsv({ ...RUN, history: [result], outcome: { kind: 'stopped' } }));
    expect(rows).toMatchObject([{ loss: 'inf', val_loss: 'NaN', test_acc: '', outcome: 'stopped' }]);
  });

  it.each(['=cmd()', '+1', '-1', '@SUM(A1)', '\tx', '\r=1'])('keeps %j from being a formula', (name) => {
    expect(parse(runCsv({ ...RUN, name }))[0]?.run).toBe(`'${name}`);
  });
});

describe('epochsCsv', () => {
  it('gives back any name that is not a formula', () => {
    const names = fc.array(
      fc
        .string({ unit: 'binary' })
        .filter((name) => !/^(?:[\t\r\n]|[\p{Z}\p{C}]*[=+\-@＝＋－＠])/u.test(name)),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(names, (given) => {
        const rows = parse(epochsCsv(given.map((name) => ({ ...RUN, name }))));
        expect(rows.map(({ run }) => run)).toEqual(given.flatMap((name) => [name, name]));
      }),
    );
  });

  it('has every setting, and a row for a run without an epoch', () => {
    const rows = parse(
      epochsCsv([RUN, { ...RUN, name: 'short', history: [], outcome: { kind: 'stopped' } }]),
    );
    expect(rows.map(({ run, epoch }) => [run, epoch])).toEqual([
      [RUN.name, '1'],
      [RUN.name, '2'],
      ['short', ''],
    ]);
    for (const key of FIELD_KEYS) {
      expect(rows[2]?.[key === 'images' ? 'training_images' : key]).toBe(String(RUN.experiment[key]));
    }
  });
});

describe('runsCsv', () => {
  it('has a row a run: its settings under the keys of a link, and what came of it', () => {
    const recalibrated = { test: { loss: 1, acc: 0.6 }, validation: { loss: 1, acc: 0.7 }, images: 500 };
    const outcome = { kind: 'finished', test: { loss: 2, acc: 0.3 }, recalibrated } as const;
    const runs = [RUN, { ...RUN, name: 'BN', outcome }, divergedRun({ seed: 7 })];
    const [first, bn, diverged] = parse(runsCsv(runs));
    expect(first).toMatchObject({
      ...{ run: RUN.name, method: 'GN(32)+WS', seed: '4', batch: '8', images: '500', eps: 'own' },
      ...{ outcome: 'finished', judged_acc: '0.8', test_acc: '0.8', recalibrated_acc: '' },
      ...{ val_acc: String(RUN.history[1]?.val_acc), seconds: '3', engine: RUN.engine },
      ...{ weights_sha256: RUN.weightsSha256, diverged_at: '' },
    });
    expect(bn).toMatchObject({ judged_acc: '0.6', test_acc: '0.3', recalibrated_val_acc: '0.7' });
    expect(diverged).toMatchObject({ outcome: 'diverged', diverged_at: '2', judged_acc: '', val_acc: '' });
    for (const key of FIELD_KEYS.filter((each) => each !== 'repeats' && each !== 'engine'))
      expect(first?.[key]).toBe(String(RUN.experiment[key]));
  });
});

describe('curveCsv', () => {
  it('has a row a point', () => {
    const rows = parse(curveCsv(RUN));
    expect(rows.length).toBe(RUN.points.length);
    expect(Number(rows.at(-1)?.loss)).toBe(RUN.points.at(-1)?.loss);
    expect(rows.at(-1)).toMatchObject({ images: '1000', step: '125', ms: '3000', seed: '4' });
  });
});
