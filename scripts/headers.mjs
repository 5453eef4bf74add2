/** Response headers of every server of ours (dev, preview, `npm start`, end-to-end tests) and the page's policy. */

/** Makes the page cross-origin isolated, so that it has SharedArrayBuffer and with it threads. */
export const ISOLATION_HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/**
 * No code but the build's own, no other host. `wasm-unsafe-eval` is what compiling WebAssembly needs; Vega and
 * React set styles inline; exported images are blobs.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');
