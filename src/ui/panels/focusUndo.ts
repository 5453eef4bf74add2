/** After a deletion, whose button is gone with what it deleted, the focus goes to the way back. */
export function focusUndo(options?: FocusOptions): void {
  const buttons = [...document.querySelectorAll<HTMLElement>('.notice .undo')];
  buttons.at(-1)?.focus(options);
}
