/** The store and its actions, handed down the page by context. */
import { createContext, useContext, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { PageState } from '../store/state.ts';
import type { Actions, Playground } from '../store/store.ts';

export const PlaygroundContext = createContext<Playground | undefined>(undefined);

export function usePlayground(): Playground {
  const playground = useContext(PlaygroundContext);
  if (!playground) throw new Error('no PlaygroundContext above this component');
  return playground;
}

export const useActions = (): Actions => usePlayground().actions;

/** Follows a part of the state; renders only when that part changes. */
export const usePage = <T>(selector: (state: PageState) => T): T => useStore(usePlayground().store, selector);

/**
 * Follows a part of the state at most every `ms` milliseconds, for numbers that change with every event. The first
 * change after a quiet time shows at once, and the last one is never lost.
 * @param selector the same function at each render, or one that reads the same part
 */
export function useThrottled<T>(selector: (state: PageState) => T, ms: number): T {
  const { store } = usePlayground();
  const read = useRef(selector);
  read.current = selector;
  const [value, setValue] = useState(() => selector(store.getState()));
  useEffect(() => {
    let shown = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = (): void => {
      timer = undefined;
      shown = performance.now();
      setValue(() => read.current(store.getState()));
    };
    const onChange = (): void => {
      timer ??= setTimeout(show, Math.max(0, shown + ms - performance.now()));
    };
    onChange();
    const unsubscribe = store.subscribe(onChange);
    return () => {
      unsubscribe();
      clearTimeout(timer);
    };
  }, [store, ms]);
  return value;
}
