/**
 * A thread of the CPU engine: its own instance of the kernels over the memory that all share, running its share of
 * every program until it is terminated. The same file is a browser's worker and a Node worker thread.
 */

/** Words of the page with the control block: its address and two of its words come with the first message. */
const CONTROL_PAGE = 1024;

const node = globalThis.process?.getBuiltinModule?.('node:worker_threads');
const port = node?.parentPort ?? globalThis;

function receive({ module, memory, control, passed, failed, thread }) {
  const words = new Int32Array(memory.buffer, 0, CONTROL_PAGE);
  const sleep = (address, expected, milliseconds) =>
    Atomics.wait(words, address >>> 2, expected, milliseconds);
  try {
    const { exports } = new WebAssembly.Instance(module, { env: { memory }, barrier: { sleep } });
    port.postMessage({ kind: 'ready' });
    exports.serve(control, thread, 0);
  } catch (error) {
    // The others may be asleep at a barrier: they wake, see this, and stop too.
    Atomics.store(words, (control >>> 2) + failed, 1);
    Atomics.notify(words, (control >>> 2) + passed);
    port.postMessage({ kind: 'failed', why: String(error) });
  }
}

if (node) port.once('message', receive);
else globalThis.onmessage = ({ data }) => receive(data);
