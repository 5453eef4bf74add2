import { describe, expect, test } from 'vitest';
import type { Faces, Recalibration } from '../../../../inspection/question.ts';
import { DEFAULT_EXPERIMENT } from '../../../../spec/fields.ts';
import { facesHeadline, gapOf, hasTwoFaces, recalibrationHeadline } from './faceWords.ts';

const faces = (minibatch: number, moving: number): Faces => ({
  kind: 'faces',
  images: 500,
  batch: 2,
  minibatch: { loss: 0.5, acc: minibatch },
  moving: { loss: 1.5, acc: moving },
  layers: [],
});
const batch = { ...DEFAULT_EXPERIMENT, norm: 'batch', weights: 'plain', stats: 'minibatch' } as const;

describe('the headline of the faces', () => {
  test('says how far apart they are, and which does better', () => {
    expect(gapOf(faces(0.784, 0.602))).toBeCloseTo(0.182, 12);
    expect(facesHeadline(faces(0.784, 0.602), batch)).toBe(
      "BN's two faces differ by 18.2 points: it does better with the minibatch's statistics, as in training.",
    );
    expect(facesHeadline(faces(0.4, 0.5), batch)).toBe(
      "BN's two faces differ by 10.0 points: it does better with the moving ones, as in tests.",
    );
    expect(facesHeadline(faces(0.7, 0.7), batch)).toBe("BN's two faces agree: 70.0 % either way.");
  });
  test('gives other norms one face', () => {
    expect(facesHeadline(faces(0.812, 0.812), { ...batch, norm: 'group', groups: 32 })).toBe(
      'GN(32) takes its statistics from each image alone, in training as in tests: it has one face, 81.2 %.',
    );
    expect(facesHeadline(faces(0.5, 0.5), { ...batch, norm: 'none' })).toBe(
      'Without a norm a network has one face: 50.0 %.',
    );
    expect(hasTwoFaces({ ...batch, stats: 'moving' })).toBe(false);
    expect(facesHeadline(faces(0.5, 0.5), { ...batch, stats: 'moving' })).toMatch(/^Frozen, .* 50\.0 %\.$/);
  });
});

describe('the headline of a recalibration', () => {
  const recalibration = (before: number, after: number): Recalibration => ({
    kind: 'recalibration',
    images: 1000,
    batch: 2,
    before: { loss: 1, acc: before },
    after: { loss: 1, acc: after },
    layers: [],
  });
  test('counts what was recovered of the gap', () => {
    expect(recalibrationHeadline(recalibration(0.602, 0.779), 0.784)).toBe(
      '17.7 points recovered, of a gap of 18.2 points.',
    );
    expect(recalibrationHeadline(recalibration(0.6, 0.8), 0.75)).toBe(
      '20.0 points recovered, more than the gap of 15.0 points.',
    );
    expect(recalibrationHeadline(recalibration(0.6, 0.8), 0.55)).toBe('20.0 points recovered.');
    expect(recalibrationHeadline(recalibration(0.6, 0.8), undefined)).toBe('20.0 points recovered.');
  });
  test('says so where it did not help', () => {
    expect(recalibrationHeadline(recalibration(0.6, 0.6), 0.6)).toMatch(/changed nothing/);
    expect(recalibrationHeadline(recalibration(0.6, 0.55), 0.6)).toBe('Recalibrating lost 5.0 points.');
  });
});
