import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { CONTENT_SECURITY_POLICY, PAGE_HEADERS } from './scripts/headers.mjs';

const fromRoot = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * What a static host cannot be asked for, in the built page itself: the policy as a meta tag, and a service worker
 * that adds COOP/COEP where the host sends none. It stays idle on a page that is isolated already, and in a frame, which
 * no header of its own isolates: there it would only reload. Servers of ours send real headers, so the dev page needs
 * neither (and its reloading needs inline scripts).
 */
function standalonePage(): Plugin {
  const serviceWorker = 'coi-serviceworker.js';
  return {
    name: 'standalone-page',
    apply: 'build',
    generateBundle() {
      const file = fromRoot('./node_modules/coi-serviceworker/coi-serviceworker.min.js');
      const script = readFileSync(file, 'utf8');
      // As the worker it has no window.
      const source = `if (typeof window === 'undefined' || window === window.top) {\n${script}\n}\n`;
      this.emitFile({ type: 'asset', fileName: serviceWorker, source });
    },
    // Pages that tests and benches build are not for hosts.
    transformIndexHtml: (_html, { path }) =>
      path !== '/index.html'
        ? []
        : [
            {
              tag: 'meta',
              attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_SECURITY_POLICY },
              injectTo: 'head-prepend',
            },
            // A classic script, since it finds its own address by document.currentScript; from there it serves the folder.
            { tag: 'script', attrs: { src: `./${serviceWorker}` }, injectTo: 'head-prepend' },
          ],
  };
}

export default defineConfig({
  base: './',
  plugins: [react({ jsxImportSource: '#jsx' }), standalonePage()],
  resolve: {
    alias: [
      // tfjs-vis draws through vega-embed; ours adds the interpreter (no `unsafe-eval`) and the themes.
      { find: /^vega-embed$/, replacement: fromRoot('./src/ui/charts/vegaEmbed.ts') },
      { find: /^vega-embed-original$/, replacement: 'vega-embed' },
    ],
  },
  // Found by the dev server only after the first page load, which it would then repeat.
  optimizeDeps: {
    include: [
      '@tensorflow/tfjs-core',
      '@tensorflow/tfjs-backend-cpu',
      '@tensorflow/tfjs-backend-webgl',
      '@tensorflow/tfjs-backend-webgpu',
      '@tensorflow/tfjs-vis/dist/render/confusion_matrix',
      '@tensorflow/tfjs-vis/dist/render/linechart',
      'zod',
    ],
  },
  worker: { format: 'es' },
  server: { headers: PAGE_HEADERS },
  preview: { headers: { ...PAGE_HEADERS, 'Content-Security-Policy': CONTENT_SECURITY_POLICY } },
  build: { target: 'es2023', chunkSizeWarningLimit: 1500 },
});
