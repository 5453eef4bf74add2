/** The held bits, of each build on the other number of threads. */
import './bits.test.ts';
