/** Tells the styles how high the buttons are that stay at the bottom of a narrow screen, so that nothing lies under them. */
import { type RefObject, useLayoutEffect } from 'react';

/** As --foot on the root element, in CSS pixels. */
export function useFootHeight(foot: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const element = foot.current;
    if (!element) return;
    const { style } = document.documentElement;
    const observer = new ResizeObserver(() => style.setProperty('--foot', `${element.offsetHeight}px`));
    observer.observe(element);
    return () => observer.disconnect();
  }, [foot]);
}
