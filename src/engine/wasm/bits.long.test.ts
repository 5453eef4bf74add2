/** The held bits, of each build on the other number of threads, and of more of the reference CNN. */
import './bits.test.ts';
