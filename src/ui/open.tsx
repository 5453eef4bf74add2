/** Opens the page over a training client: what the address and the storage say, then React. */
import { createRoot } from 'react-dom/client';
import { anyActive } from '../store/selectors.ts';
import { createPlayground, type Playground } from '../store/store.ts';
import type { TrainingClient } from '../worker/protocol.ts';
import { followLink, openLink } from './link.ts';
import { Root } from './Root.tsx';
import { followTheme, rememberedTheme } from './theme.ts';

export function openPage(client: TrainingClient, element: HTMLElement): Playground {
  const playground = createPlayground(client, { initial: { theme: rememberedTheme() } });
  openLink(playground, location.hash.slice(1));
  followTheme(playground);
  followLink(playground);
  // Runs live in this tab: leaving it while they train would lose them.
  addEventListener('beforeunload', (event) => {
    if (anyActive(playground.store.getState())) event.preventDefault();
  });
  createRoot(element).render(<Root playground={playground} />);
  return playground;
}
