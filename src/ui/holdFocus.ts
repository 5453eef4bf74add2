/**
 * What has the focus may vanish or be disabled: Pause at the end of a training run, Undo, Dismiss, a removed
 * experiment. Then the focus goes to what stands nearest to it, and from a notice back to where it came from, never to
 * the body, from where the Tab key starts anew.
 */
const FOCUSABLE = 'button:enabled, input:enabled, select:enabled, [tabindex]';

/** @returns stops it */
export function holdFocus(): () => void {
  /** What had the focus last, and what is around it, from the inside out. */
  let path: Element[] = [];
  /** The same of what had it last outside the notices. */
  let outside: Element[] = [];
  const onFocus = ({ target }: FocusEvent): void => {
    path = [];
    for (let at = target instanceof Element ? target : null; at; at = at.parentElement) path.push(at);
    if (!inNotices(path)) outside = path;
  };
  const onPointer = ({ target }: PointerEvent): void => {
    const [last] = path;
    if (!(target instanceof Node && last?.contains(target))) path = [];
  };
  const hold = (): void => {
    const [last] = path;
    if (!last || document.activeElement !== document.body) return;
    if (last.isConnected && isFocusable(last)) return;
    const next = inNotices(path)
      ? (within(path.find((each) => each.matches('.notices'))) ?? nearest(outside))
      : nearest(path);
    next?.focus({ preventScroll: true });
    // Of those who use the keyboard alone: a pointer shows that they look elsewhere.
    if (next?.matches(':focus-visible')) next.scrollIntoView({ block: 'nearest' });
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

const inNotices = (path: readonly Element[]): boolean => path.some((each) => each.matches('.notices'));

const isFocusable = (element: Element): element is HTMLElement =>
  element instanceof HTMLElement && element.matches(FOCUSABLE) && element.checkVisibility();

const within = (around: Element | undefined): HTMLElement | undefined =>
  [...(around?.querySelectorAll(FOCUSABLE) ?? [])].find(isFocusable);

/** The innermost of these if it can have the focus, or what can within the first of the others that has any such. */
function nearest([last, ...around]: readonly Element[]): HTMLElement | undefined {
  if (last?.isConnected && isFocusable(last)) return last;
  for (const each of around) {
    const found = each.isConnected ? within(each) : undefined;
    if (found) return found;
  }
  return undefined;
}
