/** Copies the link to the comparison, and opens the dialog that has it in other forms. */
import { useState } from 'react';
import type { PageState } from '../../store/state.ts';
import { Icon } from '../controls/Icon.tsx';
import { linkOf } from '../link.ts';
import { usePlayground } from '../playground.ts';
import { Dialog } from './Dialog.tsx';
import { copyText, ShareForm } from './ShareForm.tsx';

export function ShareButton() {
  const { store } = usePlayground();
  const [shared, setShared] = useState<{ readonly state: PageState; readonly copied: boolean }>();
  const share = async (): Promise<void> => {
    const state = store.getState();
    const link = linkOf(state);
    history.replaceState(null, '', link);
    setShared({ state, copied: await copyText(link) });
  };
  return (
    <>
      <button type="button" aria-haspopup="dialog" onClick={share}>
        <Icon name="share" /> Share
      </button>
      {shared && (
        <Dialog title="Share this comparison" onClose={() => setShared(undefined)}>
          <ShareForm {...shared} />
        </Dialog>
      )}
    </>
  );
}
