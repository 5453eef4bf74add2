/**
 * Opens what other pages embed. It keeps nothing and leaves the address alone: a frame may have no storage, and its
 * history is that of the page around it.
 */
import { createRoot } from 'react-dom/client';
import { createPlayground } from '../../store/store.ts';
import type { TrainingClient } from '../../worker/protocol.ts';
import { openLink, readLink } from '../link.ts';
import { Root } from '../Root.tsx';
import { Embed } from './Embed.tsx';

export function openEmbed(client: TrainingClient, element: HTMLElement): void {
  const playground = createPlayground(client);
  openLink(playground, location.hash.slice(1));
  addEventListener('hashchange', () => {
    const fragment = location.hash.slice(1);
    if (readLink(fragment).embed) openLink(playground, fragment);
    else location.reload();
  });
  createRoot(element).render(
    <Root playground={playground}>
      <Embed />
    </Root>,
  );
}
