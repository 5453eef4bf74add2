/**
 * What has the focus may vanish or be disabled: Pause at the end of a training run, Undo, Dismiss, a removed
 * experiment. Then the focus goes to what stands nearest to it, never to the body, from where the Tab key starts anew.
 */
const FOCUSABLE = 'button:enabled, input:enabled, select:enabled, [tabindex]';

/** @returns stops it */
export function holdFocus(): () => void {
  /** What had the focus last, and what is around it, from the inside out. */
  let path: Element[] = [];
  const onFocus = ({ target }: FocusEvent): void => {
    path = [];
    for (let at = target instanceof Element ? target : null; at; at = at.parentElement) path.push(at);
  };
  const onPointer = (): void => {
    path = [];
  };
  const hold = (): void => {
    const [last] = path;
    if (!last || document.activeElement !== document.body) return;
    if (last.isConnected && !last.matches(':disabled')) return;
    for (const around of path.slice(1)) {
      if (!around.isConnected) continue;
      const next = [...around.querySelectorAll<HTMLElement>(FOCUSABLE)].find((each) =>
        each.checkVisibility(),
      );
      next?.focus({ preventScroll: true });
      if (next && document.activeElement === next) return;
    }
  };
  // After those who know better where it should go.
  const observer = new MutationObserver(() => setTimeout(hold));
  observer.observe(document.body, { attributeFilter: ['disabled'], childList: true, subtree: true });
  document.addEventListener('focusin', onFocus);
  document.addEventListener('pointerdown', onPointer);
  return () => {
    observer.disconnect();
    document.removeEventListener('focusin', onFocus);
    document.removeEventListener('pointerdown', onPointer);
  };
}
