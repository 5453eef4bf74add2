/**
 * The frame of a control: label, the control, what is wrong with it. Its explanation is always tied to the control
 * for screen readers; everyone else reads it in HelpLine while the control has the focus or the pointer.
 */
import { type ReactNode, useId } from 'react';
import { FIELDS, type FieldKey } from '../../spec/fields.ts';
import { explanationOf, useHelp } from './help.ts';

/** What the control must carry. */
export interface ControlProps {
  readonly id: string;
  readonly 'aria-describedby': string;
  readonly onFocus: () => void;
  readonly onPointerEnter: () => void;
}

interface FieldProps {
  readonly field: FieldKey;
  /** What was wrong with the input, and what is used instead. */
  readonly problem?: string | undefined;
  /** What the setting does with the others as they are, such as 'no effect'. */
  readonly remark?: string | undefined;
  readonly children: (props: ControlProps) => ReactNode;
}

export function Field({ field, problem, remark, children }: FieldProps) {
  const id = useId();
  const help = useHelp();
  const { label } = FIELDS[field];
  const show = () => help.show(field);
  const described = [
    `${id}-help`,
    ...(problem ? [`${id}-problem`] : []),
    ...(remark ? [`${id}-remark`] : []),
  ];
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-describedby': described.join(' '), onFocus: show, onPointerEnter: show })}
      <span id={`${id}-help`} hidden>
        {explanationOf(field)}
      </span>
      {problem && (
        <p id={`${id}-problem`} className="problem">
          {problem}
        </p>
      )}
      {remark && (
        <p id={`${id}-remark`} className="remark">
          {remark}
        </p>
      )}
    </div>
  );
}
