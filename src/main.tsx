/** Where the page starts: the whole one, or what others embed of it. */
import { openEmbed } from './ui/embed/open.tsx';
import { readLink } from './ui/link.ts';
import { openPage } from './ui/open.tsx';
import './ui/styles/index.css';
import { createTrainingClient } from './worker/client.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
const open = readLink(location.hash.slice(1)).embed ? openEmbed : openPage;
open(createTrainingClient(), root);
