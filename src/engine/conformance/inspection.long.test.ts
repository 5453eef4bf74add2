/** Hundreds of inspection cases of each operation. */
import './inspection.test.ts';
