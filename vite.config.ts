import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { CONTENT_SECURITY_POLICY, PAGE_HEADERS } from './scripts/headers.mjs';

const fromRoot = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * What a static host cannot be asked for, in the built page itself: the policy as a meta tag. The headers that isolate
 * it come from its service worker. Servers of ours send both (and the dev page's reloading needs inline scripts).
 */
const policy = (): Plugin => ({
  name: 'policy',
  apply: 'build',
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
        ],
});

/** src/offline/serviceWorker.ts with the list of the build's files, and what makes the page one that can be installed. */
const offline = () =>
  VitePWA({
    strategies: 'injectManifest',
    srcDir: 'src/offline',
    filename: 'serviceWorker.ts',
    injectRegister: false,
    injectManifest: {
      // KaTeX has its fonts in older formats too.
      globPatterns: ['**/*.{html,js,css,wasm,svg,png,json,woff2}'],
      globIgnores: ['data/**', 'screenshot.png'],
      maximumFileSizeToCacheInBytes: 4e6,
    },
    manifest: {
      name: 'Norm Playground',
      short_name: 'Norms',
      description: 'See, in your own browser, what a normalization method does to training.',
      display: 'standalone',
      background_color: '#ffffff',
      theme_color: '#2f6fde',
      icons: [
        { src: 'icon.svg', sizes: 'any', type: 'image/svg+xml' },
        ...[192, 512].map((size) => ({
          src: `icon-${size}.png`,
          sizes: `${size}x${size}`,
          type: 'image/png',
          purpose: 'any maskable',
        })),
      ],
    },
  });

/**
 * The first view in one file, and what its other parts share in a few: split by who imports what, the page came in
 * seventy files, which a host without HTTP/2 sends six at a time.
 */
const FEW_FILES = {
  codeSplitting: {
    groups: [
      { name: 'page', tags: ['$initial' as const], priority: 2 },
      {
        name: 'shared',
        minShareCount: 2,
        entriesAware: true,
        entriesAwareMergeThreshold: 30_000,
        priority: 1,
      },
    ],
  },
  // Else named after everyone who shares it.
  chunkFileNames: ({ name }: { readonly name: string }) =>
    `assets/${name.startsWith('shared~') ? 'shared' : '[name]'}-[hash].js`,
};

export default defineConfig({
  base: './',
  plugins: [react({ jsxImportSource: '#jsx' }), policy(), offline()],
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
  build: { target: 'es2023', chunkSizeWarningLimit: 1500, rolldownOptions: { output: FEW_FILES } },
});
