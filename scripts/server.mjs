/** A static server for dist/, with nothing but Node: used by `npm start` and the end-to-end tests. */
import { createReadStream, realpathSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, sep } from 'node:path';
import { CONTENT_SECURITY_POLICY, PAGE_HEADERS } from './headers.mjs';

/** @type {Record<string, string>} */
const MIME_TYPES = {
  '.bin': 'application/octet-stream',
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/**
 * @typedef {object} ServerOptions
 * @property {string} root the folder to serve
 * @property {string} [base] the path that the folder is served below, with slashes at both ends
 * @property {boolean} [isolated] false: like a plain static host, without COOP/COEP and the policy
 */

/** @param {ServerOptions} options */
export function createStaticServer({ root, base = '/', isolated = true }) {
  const headers = isolated ? { ...PAGE_HEADERS, 'Content-Security-Policy': CONTENT_SECURITY_POLICY } : {};
  return createServer((request, response) => {
    /** @param {number} status @param {string} text */
    const refuse = (status, text) => {
      response.writeHead(status, { ...headers, 'Content-Type': 'text/plain; charset=utf-8' });
      response.end(`${text}\n`);
    };
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'Only GET and HEAD');
    const link = linkOf(base, request.url ?? '/');
    if (link !== undefined) {
      response.writeHead(302, { ...headers, Location: link });
      return response.end();
    }
    const file = fileOf(root, base, request.url ?? '/');
    if (!file) return refuse(404, 'Not found');
    const etag = `"${file.size.toString(16)}-${file.modified.toString(16)}"`;
    const known = {
      ...headers,
      'Content-Type': MIME_TYPES[extname(file.path)] ?? 'application/octet-stream',
      'Cache-Control': /[/\\]assets[/\\]/.test(file.path)
        ? 'public, max-age=31536000, immutable'
        : 'no-cache',
      'X-Content-Type-Options': 'nosniff',
      ETag: etag,
    };
    if (request.headers['if-none-match'] === etag) {
      response.writeHead(304, known);
      return response.end();
    }
    response.writeHead(200, { ...known, 'Content-Length': file.size });
    if (request.method === 'HEAD') return response.end();
    const stream = createReadStream(file.path);
    stream.on('error', () => response.destroy());
    response.on('close', () => stream.destroy());
    stream.pipe(response);
  });
}

/** Where an address leads whose '#' a chat program has escaped. @param {string} base @param {string} url */
function linkOf(base, url) {
  const [, fragment] = url.startsWith(`${base}%23`) ? url.split(/%23(.*)/s) : [];
  return fragment && `${base}#${fragment}`;
}

/**
 * The file behind an address, if there is one in the folder: what links lead out of it is not served. Whatever an
 * address makes of the file system (a name that is too long, a file as a folder) is the same as nothing there.
 * @param {string} root @param {string} base @param {string} url
 */
function fileOf(root, base, url) {
  try {
    const path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
    if (!path.startsWith(base)) return undefined;
    const folder = realpathSync(root);
    const name = path.slice(base.length);
    const file = realpathSync(join(folder, path.endsWith('/') ? join(name, 'index.html') : name));
    if (!file.startsWith(folder.endsWith(sep) ? folder : folder + sep)) return undefined;
    const found = statSync(file);
    return found.isFile() ? { path: file, size: found.size, modified: Math.floor(found.mtimeMs) } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Listens, for this machine alone, on the first free port from `port` on (0: any).
 * @param {import('node:http').Server} server @param {number} port
 * @returns {Promise<number>} the port
 */
export function listen(server, port, tries = 50) {
  return new Promise((resolve, reject) => {
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code !== 'EADDRINUSE' || tries <= 1) reject(error);
      else resolve(listen(server, port + 1, tries - 1));
    });
    server.listen(port, 'localhost', () => {
      server.removeAllListeners('error');
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

/** The first port from `from` on that nobody listens on now. @param {number} from @returns {Promise<number>} */
export async function freePort(from) {
  const server = createServer();
  const port = await listen(server, from);
  await new Promise((resolve) => server.close(resolve));
  return port;
}
