/** Where the page starts. */
import { openPage } from './ui/open.tsx';
import './ui/styles/index.css';
import { createTrainingClient } from './worker/client.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
openPage(createTrainingClient(), root);
