/** The whole reference CNN beside TensorFlow.js's own CPU backend. */
import './againstTfjs.test.ts';
