/** Follows the room that an element has. */
import { type RefObject, useEffect, useState } from 'react';

/** In whole CSS pixels, at most `most`; 0 before it is known. */
export function useWidth(box: RefObject<HTMLElement | null>, most = Number.POSITIVE_INFINITY): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) =>
      setWidth(Math.min(most, Math.floor(entry?.contentRect.width ?? 0))),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [box, most]);
  return width;
}
