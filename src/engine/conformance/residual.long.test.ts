/** Hundreds of residual cases of each operation. */
import './residual.test.ts';
