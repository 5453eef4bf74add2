/** Response headers of every server of ours (dev, preview, `npm start`, end-to-end tests) and the page's policy. */

/** Makes the page cross-origin isolated, so that it has SharedArrayBuffer and with it threads. */
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/**
 * What lets other pages embed this one: isolated ones ask for the first, and a frame with sandbox="allow-scripts" alone
 * has no origin of its own, so that its code and data come from another one. All that is served is public.
 */
const EMBEDDING = {
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Access-Control-Allow-Origin': '*',
};

export const PAGE_HEADERS = { ...ISOLATION, ...EMBEDDING };

/**
 * No code but the build's own, no other host. `wasm-unsafe-eval` is what compiling WebAssembly needs; Vega and
 * React set styles inline; exported images are blobs; a frame without an origin starts its worker from a data URL. Any page may frame this one: there is no `frame-ancestors`.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' data:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  // Beside its own: publishers of data sets, when a visitor asks for one (src/import/publishers.ts).
  "connect-src 'self' https://storage.googleapis.com https://codh.rois.ac.jp https://www.cs.toronto.edu",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');
