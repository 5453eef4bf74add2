/** Pins a baseline, or lets go of it. The row moves, and the focus with it. */
import { flushSync } from 'react-dom';
import { useActions } from '../../playground.ts';

/** @returns what pins a key, or nothing; `label` is the name of the menu that keeps the focus */
export function usePin(): (baseline: string | undefined, label: string) => void {
  const { setTable } = useActions();
  return (baseline, label) => {
    flushSync(() => setTable({ baseline }));
    const menus = document.querySelectorAll<HTMLElement>('.runs-table [aria-haspopup="menu"]');
    [...menus].find((menu) => menu.getAttribute('aria-label') === label)?.focus();
  };
}
