/**
 * No text stands bare beside elements. Translators replace each text node by elements of their own; React, which still
 * holds the node, then fails to remove it or to put something in front of it, and changes it where nobody sees. Text
 * that is all its element holds is safe: React sets that as a whole. Delete when React copes (facebook/react#11538).
 */
import { createElement, Fragment, type ReactNode } from 'react';

/** These hold text and no elements. */
const TEXT_ALONE: readonly unknown[] = ['option', 'style', 'text', 'textarea', 'title', 'tspan'];

const isText = (child: unknown): child is string | number =>
  typeof child === 'string' || typeof child === 'number';
const isNothing = (child: unknown): boolean =>
  child === null || child === undefined || typeof child === 'boolean';

/** Without a box of its own: laid out as bare text is (styles/base.css). */
const wrapped = (text: string | number, key?: number): ReactNode =>
  createElement('text-part', key === undefined ? null : { key: `text-${key}` }, String(text));

/** The children of an element of this type: text alone as one string, text beside elements in elements of its own. */
export function childrenOf(type: unknown, children: unknown): unknown {
  if (!Array.isArray(children)) return type === Fragment && isText(children) ? wrapped(children) : children;
  if (!children.flat().some(isText)) return children;
  if (children.every((child) => isText(child) || isNothing(child))) {
    const text = children.filter(isText).join('');
    return type === Fragment ? wrapped(text) : text;
  }
  if (TEXT_ALONE.includes(type)) return children;
  // In its place: what stands beside it stays the same to React.
  return children.map((child) => {
    if (Array.isArray(child)) return child.map((one, i) => (isText(one) ? wrapped(one, i) : one));
    return isText(child) ? wrapped(child) : child;
  });
}

interface Props {
  readonly children?: unknown;
}

/** The props with the children as they may stand. */
export function withSafeText(type: unknown, props: Props): Props {
  const children = childrenOf(type, props.children);
  return children === props.children ? props : { ...props, children };
}
