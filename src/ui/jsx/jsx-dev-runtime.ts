/** As jsx-runtime.ts, for the dev server. */
import { jsxDEV as element, Fragment } from 'react/jsx-dev-runtime';
import { withSafeText } from './text.ts';

export type { JSX } from './types.ts';
export { Fragment };

export const jsxDEV: typeof element = (type, props, key, isStatic, ...rest) => {
  const safe = withSafeText(type, props ?? {});
  return element(type, safe, key, isStatic && Array.isArray(safe.children), ...rest);
};
