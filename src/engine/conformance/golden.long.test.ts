/** Golden networks on engines that take seconds for each. */
import './golden.test.ts';
