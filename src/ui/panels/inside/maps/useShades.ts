/** The colours of the scale as the theme has them: a canvas needs numbers, not variables. */
import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { useScheme } from '../../../theme.ts';
import { parseRgb, type Shades } from './shades.ts';

/** @returns a ref for an element of the class `shades`, and its colours once they are known */
export function useShades<E extends HTMLElement>(): readonly [RefObject<E | null>, Shades | undefined] {
  const element = useRef<E>(null);
  const [shades, setShades] = useState<Shades>();
  const scheme = useScheme();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the scheme changes what is computed
  useLayoutEffect(() => {
    if (!element.current) return;
    const { color, backgroundColor, outlineColor } = getComputedStyle(element.current);
    setShades({
      positive: parseRgb(color),
      zero: parseRgb(backgroundColor),
      negative: parseRgb(outlineColor),
    });
  }, [scheme]);
  return [element, shades];
}
