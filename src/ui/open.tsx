/** Opens the page over a training client: what the address and the storage say, then React. */
import { createRoot } from 'react-dom/client';
import { createPlayground, type Playground } from '../store/store.ts';
import type { TrainingClient } from '../worker/protocol.ts';
import { followLink, readLink } from './link.ts';
import { Root } from './Root.tsx';
import { followTheme, rememberedTheme } from './theme.ts';

export function openPage(client: TrainingClient, element: HTMLElement): Playground {
  const playground = createPlayground(client, { theme: rememberedTheme() });
  const { comparison, problems } = readLink(location.hash.slice(1));
  playground.actions.restore(comparison, problems);
  followTheme(playground);
  followLink(playground);
  createRoot(element).render(<Root playground={playground} />);
  return playground;
}
