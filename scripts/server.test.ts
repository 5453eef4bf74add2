import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createStaticServer, listen } from './server.mjs';

let folder: string;
let port: number;
let server: ReturnType<typeof createStaticServer>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'norm-playground-'));
  const dist = join(folder, 'dist');
  await mkdir(join(dist, 'assets'), { recursive: true });
  await writeFile(join(dist, 'index.html'), 'the page');
  await writeFile(join(dist, 'assets', 'a b.js'), '1');
  await writeFile(join(folder, 'secret'), 'secret');
  await symlink(join(folder, 'secret'), join(dist, 'link'));
  await symlink(folder, join(dist, 'up'));
  await symlink('index.html', join(dist, 'inside.html'));
  server = createStaticServer({ root: dist });
  port = await listen(server, 0);
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

/** The status, and what a request with that address, as it stands, gets. */
function get(address = '/', method = 'GET'): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(port, 'localhost', () =>
      socket.write(`${method} ${address} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`),
    );
    socket.on('data', (bytes) => {
      text += bytes;
    });
    socket.on('error', reject);
    socket.on('close', () =>
      resolve({ status: Number(text.split(' ')[1]), body: text.split('\r\n\r\n')[1] ?? '' }),
    );
  });
}

it('serves what is in the folder', async () => {
  expect(await get('/')).toEqual({ status: 200, body: 'the page' });
  expect(await get('/?x#y')).toMatchObject({ status: 200 });
  expect(await get('/inside.html')).toEqual({ status: 200, body: 'the page' });
  expect(await get('/assets/a%20b.js')).toEqual({ status: 200, body: '1' });
  expect(await get('/assets/a%20b.js', 'HEAD')).toEqual({ status: 200, body: '' });
  expect(await get('/', 'POST')).toMatchObject({ status: 405 });
});

it('leads on from a link whose # was escaped', async () => {
  const response = await fetch(`http://localhost:${port}/%23v=1&network=res32/2&batch=2`, {
    redirect: 'manual',
  });
  expect(response.status).toBe(302);
  expect(response.headers.get('location')).toBe('/#v=1&network=res32/2&batch=2');
});

it('finds nothing at any other address, and is there afterwards', async () => {
  const addresses = [
    ...['/index.html/', '/index.html/x', '/assets', '/assets/', '/missing', `/${'x'.repeat(300)}`],
    ...[`/${'x'.repeat(300)}/`, `/${'x/'.repeat(3000)}`, '/%00', '/a%00/', '/%', '/%ff', '/%2e%2e/secret'],
    ...['/../secret', '/..%2fsecret', '/..%5csecret', '//', '///etc/passwd', '/link', '/up/secret'],
    ...['http://[', 'http://other/secret', '*', '/CON', '/assets/a%20b.js/'],
  ];
  for (const address of addresses) {
    const { status, body } = await get(address);
    expect([address, status, body]).toEqual([
      address,
      expect.toBeOneOf([404, 400]),
      expect.not.stringMatching(/^secret/),
    ]);
  }
  expect(await get('/')).toEqual({ status: 200, body: 'the page' });
});
