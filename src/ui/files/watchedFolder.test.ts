import { expect, it } from 'vitest';
import { runJson } from '../../report/json.ts';
import { finishedRun } from '../../testing/madeUpRuns.ts';
import { WatchedFolder } from './watchedFolder.ts';

interface Written {
  readonly text: string;
  readonly written: number;
}
type Tree = { [name: string]: Tree | Written };

const isFile = (inside: Tree | Written): inside is Written => typeof inside.text === 'string';

/** As a browser lists a folder, and how often its files were opened. */
function handleOf(name: string, tree: Tree, opened: string[]): FileSystemDirectoryHandle {
  const entries = () =>
    Object.entries(tree).map(([each, inside]) =>
      isFile(inside)
        ? {
            kind: 'file',
            name: each,
            getFile: async () => {
              opened.push(each);
              return new File([inside.text], each, { lastModified: inside.written });
            },
          }
        : handleOf(each, inside, opened),
    );
  const handle = {
    kind: 'directory',
    name,
    async *values() {
      yield* entries();
    },
  };
  return handle as Partial<FileSystemDirectoryHandle> as FileSystemDirectoryHandle;
}

it('finds what is new, opens nothing twice that gave its runs, and tries again what has changed', async () => {
  const run = runJson(finishedRun(0.8));
  const runs: Tree = {
    'a.json': { text: run, written: 1000 },
    'b.json': { text: run.slice(0, 99), written: 2000 },
  };
  const tree: Tree = {
    runs,
    'runs.json': { text: run, written: 1 },
    'results.json': { text: '{"format":"norm-playground/sweep/1"}', written: 1 },
    checkpoints: { 'c.json': { text: run, written: 1 } },
  };
  const opened: string[] = [];
  const folder = new WatchedFolder(handleOf('out', tree, opened));
  const first = await folder.news();
  expect(first.sources.map(({ name }) => name)).toEqual(['out/runs/a.json', 'out/runs/b.json']);
  expect(first.latest).toBe(2000);
  expect(opened).toEqual(['a.json', 'b.json', 'results.json']);
  folder.settle(['out/runs/a.json']);
  expect((await folder.news()).sources).toEqual([]);

  runs['b.json'] = { text: run, written: 3000 };
  runs['c.json'] = { text: run, written: 2500 };
  opened.length = 0;
  const next = await folder.news();
  expect(next.sources.map(({ name }) => name)).toEqual(['out/runs/b.json', 'out/runs/c.json']);
  expect(next.latest).toBe(3000);
  expect(opened).not.toContain('a.json');
  folder.settle(next.sources.map(({ name }) => name));
  expect(folder.files).toBe(3);
});
