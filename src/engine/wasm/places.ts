/** Where the things are that a task is about, and how instructions are told. */
import type { Value } from '../program/value.ts';
import type { Layout } from './layout.ts';
import type { Task } from './tasks.ts';
import type { Convolution } from './winograd.ts';

export interface Places {
  address(value: Value): number;
  borderOf(value: Value): number;
  /** A part of what the task needs for itself. */
  workspace(task: Task, part: string): number;
  /** Where the kernel of a convolution is packed, straight or turned round. */
  packed(task: Convolution): number;
  /** Images that buffers hold. */
  readonly batch: number;
}

/** An end of an operation from image to image, by its first inner pixel and strides. */
export function strides<Name extends string>(
  name: Name,
  { inner, image, row }: Layout,
): Record<Name | `${Name}Image` | `${Name}Row`, number> {
  const named: Partial<Record<string, number>> = {
    [name]: inner,
    [`${name}Image`]: image,
    [`${name}Row`]: row,
  };
  return named as Record<Name | `${Name}Image` | `${Name}Row`, number>;
}
