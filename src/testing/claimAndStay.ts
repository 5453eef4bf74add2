/** A process of its own that claims a run and never ends by itself. */
import { Claims } from '../cli/sweep/claims.ts';

const [, , folder = ''] = process.argv;
await new Claims(folder).take('a');
process.send?.('taken');
setInterval(() => undefined, 1000);
