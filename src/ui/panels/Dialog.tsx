/** A modal dialog of the browser's own: it keeps the focus inside, closes on Escape, and gives the focus back. */
import { type ReactNode, useEffect, useId, useRef } from 'react';

interface DialogProps {
  readonly title: string;
  readonly className?: string;
  /** Once it is closed, by whatever. */
  readonly onClose: () => void;
  /**
   * What is in it, above a button that closes it. A form with buttons of its own is a function of how to close, as
   * Escape would: a dialog that is taken off the page instead gives no focus back.
   */
  readonly children: ReactNode | ((close: () => void) => ReactNode);
}

export function Dialog({ title, className, onClose, children }: DialogProps) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={className}
      aria-labelledby={id}
      onClose={onClose}
      // A press on what is around it is a press on the dialog itself.
      onPointerDown={(event) => event.target === event.currentTarget && event.currentTarget.close()}
    >
      <div className="dialog-body">
        <h2 id={id}>{title}</h2>
        {typeof children === 'function' ? (
          children(() => dialog.current?.close())
        ) : (
          <>
            {children}
            <div className="dialog-buttons">
              <button type="button" onClick={() => dialog.current?.close()}>
                Close
              </button>
            </div>
          </>
        )}
      </div>
    </dialog>
  );
}
