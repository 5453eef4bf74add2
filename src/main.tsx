/** Where the page starts: the whole one, or what others embed of it. */
import { readLink } from './ui/link.ts';
import { openPage } from './ui/open.tsx';
import './ui/styles/index.css';
import { createTrainingClient } from './worker/client.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
const client = createTrainingClient();
// What is embedded imports from the file that this one is in, which would wait for itself at an await out here.
if (readLink(location.hash.slice(1)).embed)
  void import('./ui/embed/Embed.tsx').then(({ openEmbed }) => openEmbed(client, root));
else openPage(client, root);
