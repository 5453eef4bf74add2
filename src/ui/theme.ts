/**
 * Light, dark, or as the system says. The choice stands on <html data-theme>, where public/start.js puts it before
 * the first paint so that nothing flashes; the styles and the charts read it there.
 */
import { useSyncExternalStore } from 'react';
import type { Scheme } from '../curves/palette.ts';
import type { Theme } from '../store/state.ts';
import type { Playground } from '../store/store.ts';
import { remember, remembered } from './remembered.ts';

const THEMES: readonly Theme[] = ['auto', 'light', 'dark'];

/** From the system's to the other one, so that the first press shows; then to the system's own, then back to it. */
export function nextTheme(theme: Theme): Theme {
  const [system, other]: [Theme, Theme] = systemDark().matches ? ['dark', 'light'] : ['light', 'dark'];
  if (theme === 'auto') return other;
  return theme === other ? system : 'auto';
}

export function rememberedTheme(): Theme {
  const stored = remembered('theme');
  return THEMES.find((theme) => theme === stored) ?? 'auto';
}

/** Keeps <html data-theme> and the storage as the store says. */
export function followTheme({ store }: Playground): void {
  const apply = (theme: Theme): void => {
    document.documentElement.dataset.theme = theme;
  };
  apply(store.getState().theme);
  const note = (): void => {
    document.documentElement.dataset.scheme = currentScheme();
  };
  note();
  onSchemeChange(note);
  store.subscribe(({ theme }, before) => {
    if (theme === before.theme) return;
    apply(theme);
    remember('theme', theme);
  });
}

const systemDark = (): MediaQueryList => matchMedia('(prefers-color-scheme: dark)');

let seen: Scheme | undefined;

/** While the page is printed, which some browsers do as if the system were light, what its charts were drawn in. */
function currentScheme(): Scheme {
  if (!seen || !matchMedia('print').matches) seen = schemeNow();
  return seen;
}

function schemeNow(): Scheme {
  const theme = document.documentElement.dataset.theme;
  if (theme === 'light' || theme === 'dark') return theme;
  return systemDark().matches ? 'dark' : 'light';
}

function onSchemeChange(listener: () => void): () => void {
  const query = systemDark();
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  query.addEventListener('change', listener);
  return () => {
    observer.disconnect();
    query.removeEventListener('change', listener);
  };
}

export const useScheme = (): Scheme => useSyncExternalStore(onSchemeChange, currentScheme);
