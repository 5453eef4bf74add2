/** What JSX compiles to (`jsxImportSource`): React's, with text as text.ts has it. */
import { jsx as element, jsxs as elements, Fragment } from 'react/jsx-runtime';
import { withSafeText } from './text.ts';

export type { JSX } from './types.ts';
export { Fragment };

export const jsx: typeof element = (type, props, key) => element(type, withSafeText(type, props ?? {}), key);
export const jsxs: typeof elements = (type, props, key) => {
  const safe = withSafeText(type, props ?? {});
  return (Array.isArray(safe.children) ? elements : element)(type, safe, key);
};
