/** A button that asks for files. */
import { type ReactNode, useRef } from 'react';

interface FilePickerProps {
  /** Of the field behind the button, for screen readers. */
  readonly label: string;
  readonly title?: string;
  /** A folder and all below it. */
  readonly folder?: boolean;
  /** Asks in another way; `ask` is this one, for where that is forbidden. */
  readonly onPress?: ((ask: () => void) => void) | undefined;
  readonly onFiles: (files: readonly File[]) => void;
  readonly children: ReactNode;
}

export function FilePicker({ label, title, folder = false, onPress, onFiles, children }: FilePickerProps) {
  const input = useRef<HTMLInputElement>(null);
  const ask = (): void => input.current?.click();
  return (
    <>
      <button type="button" title={title} onClick={() => (onPress ? onPress(ask) : ask())}>
        {children}
      </button>
      <input
        ref={(element) => {
          input.current = element;
          // React has no name for it; every browser on a desk has it.
          element?.toggleAttribute('webkitdirectory', folder);
        }}
        type="file"
        aria-label={label}
        className="visually-hidden"
        tabIndex={-1}
        multiple
        onChange={({ target }) => {
          const files = [...(target.files ?? [])];
          // The same file again is a change, too.
          target.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
    </>
  );
}
