/** Hundreds of generated cases of each operation. */
import './generated.test.ts';
