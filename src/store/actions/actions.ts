/** What a visitor can do. Each action changes the state and, where training is concerned, tells the worker. */
import { type ComparisonActions, comparisonActions } from './comparison.ts';
import type { ActionContext } from './context.ts';
import { type DataActions, dataActions } from './data.ts';
import { type InspectionActions, inspectionActions } from './inspection.ts';
import { type MatrixActions, matrixActions } from './matrix.ts';
import { type NoticeActions, noticeActions } from './notices.ts';
import { type RunActions, runActions } from './runs.ts';
import { type TrainingActions, trainingActions } from './training.ts';
import { type TurnActions, turnActions } from './turns.ts';
import { type ViewActions, viewActions } from './view.ts';

export type Actions = TrainingActions &
  TurnActions &
  ComparisonActions &
  MatrixActions &
  RunActions &
  InspectionActions &
  DataActions &
  ViewActions &
  NoticeActions;

export function createActions(context: ActionContext): Actions {
  const training = trainingActions(context);
  return {
    ...training,
    ...turnActions(context),
    ...comparisonActions(context),
    ...matrixActions(context, training),
    ...runActions(context),
    ...inspectionActions(context),
    ...dataActions(context),
    ...viewActions(context),
    ...noticeActions(context),
  };
}
