/** Commas in number inputs, of every place where a person may type one. */
import { useEffect, useRef } from 'react';

/**
 * Browsers leave commas out of number inputs and keep the digits: 0,01 became 1. Here a decimal comma becomes a point;
 * whole numbers have none, and the field says so.
 * @returns how many commas were left out since the field was empty
 */
export function useCommas(input: { readonly current: HTMLInputElement | null }, integer: boolean) {
  const leftOut = useRef(0);
  useEffect(() => {
    const element = input.current;
    if (element?.type !== 'number') return;
    const onBeforeInput = (event: InputEvent): void => {
      if (!event.data?.includes(',')) return;
      event.preventDefault();
      if (integer) leftOut.current++;
      // As if typed, so that it can be undone and stands where the caret is.
      document.execCommand('insertText', false, event.data.replaceAll(',', integer ? '' : '.'));
    };
    element.addEventListener('beforeinput', onBeforeInput);
    return () => element.removeEventListener('beforeinput', onBeforeInput);
  }, [input, integer]);
  return leftOut;
}
