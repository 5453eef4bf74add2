/** The answer to a question, whatever its kind: one file a kind, one line here. */
import { batchMates } from './batchMates.ts';
import { classification } from './classification.ts';
import { faces } from './faces.ts';
import { featureMaps } from './featureMaps.ts';
import { filters } from './filters.ts';
import { landscape } from './landscape.ts';
import { noise } from './noise.ts';
import { pictures } from './pictures.ts';
import { predictions } from './predictions.ts';
import type { Answer, Question } from './question.ts';
import { recalibration } from './recalibration.ts';
import { snapshot } from './snapshot.ts';
import type { Answering, Subject } from './subject.ts';

/** @throws from its pieces, what a person should read */
export function answer(subject: Subject, question: Question): Answering<Answer> {
  switch (question.kind) {
    case 'snapshot':
      return snapshot(subject, question);
    case 'faces':
      return faces(subject, question);
    case 'recalibration':
      return recalibration(subject, question);
    case 'batch-mates':
      return batchMates(subject, question);
    case 'noise':
      return noise(subject, question);
    case 'landscape':
      return landscape(subject, question);
    case 'feature-maps':
      return featureMaps(subject, question);
    case 'filters':
      return filters(subject);
    case 'predictions':
      return predictions(subject, question);
    case 'pictures':
      return pictures(subject, question);
    case 'classification':
      return classification(subject, question);
    default:
      return question satisfies never;
  }
}
