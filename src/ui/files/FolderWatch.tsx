/**
 * Keeps looking into the folder that a visitor opened, for as long as the page is there: when the browser says that
 * something changed, or every few seconds while somebody looks.
 */
/// <reference path="./fileSystem.d.ts" />
import { useEffect } from 'react';
import { grouped } from '../../spec/numbers.ts';
import type { Playground } from '../../store/store.ts';
import { usePage, usePlayground } from '../playground.ts';
import { MOST_FILES, takeInSources } from './takeIn.ts';
import { WatchedFolder } from './watchedFolder.ts';

/** Between two looks, where the browser does not say what changes; and where it does, in case it misses something. */
const LOOK_MS = 4000;
const SELDOM_MS = 60_000;
/** Several files that are written at a time are read at a time. */
const SETTLE_MS = 200;

export function FolderWatch() {
  const playground = usePlayground();
  const directory = usePage((state) => state.watched?.directory);
  useEffect(() => (directory ? watch(playground, directory) : undefined), [playground, directory]);
  return null;
}

/** @returns how to stop */
export function watch(playground: Playground, directory: FileSystemDirectoryHandle): () => void {
  const { actions } = playground;
  const { name } = directory;
  const folder = new WatchedFolder(directory);
  let [stopped, looking, again, first] = [false, false, false, true];
  let observed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function look(): Promise<void> {
    clearTimeout(timer);
    again = looking;
    if (looking || stopped) return;
    looking = true;
    try {
      const { sources, latest } = await folder.news();
      if (stopped) return;
      if (sources.length > 0) {
        const taken = await takeInSources(playground, sources, { folder: name, quiet: !first });
        folder.settle(taken.whole);
        actions.noteWatched({ runs: taken.read, latest });
        if (folder.files >= MOST_FILES)
          end(
            `${name} has given ${grouped(MOST_FILES)} files, which is all that fits: it is not watched any more.`,
          );
      } else if (first) {
        actions.notify(`No finished run lies in ${name} yet: runs appear here as they finish.`);
      }
      first = false;
    } catch (error) {
      end(describeEnd(name, error));
    } finally {
      looking = false;
    }
    if (!stopped) timer = setTimeout(lookIfSeen, again ? SETTLE_MS : observed ? SELDOM_MS : LOOK_MS);
  }
  /** What is due while the page is hidden waits until it is shown. */
  function lookIfSeen(): void {
    if (!document.hidden) void look();
  }
  function end(problem: string): void {
    if (stopped) return;
    stop();
    actions.watch(undefined);
    actions.notify(problem, 'warning');
  }
  function stop(): void {
    stopped = true;
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', lookIfSeen);
    observer?.disconnect();
  }

  const Observer = window.FileSystemObserver;
  const observer =
    Observer &&
    new Observer(() => {
      clearTimeout(timer);
      timer = setTimeout(look, SETTLE_MS);
    });
  observer?.observe(directory, { recursive: true }).then(
    () => {
      observed = true;
    },
    // Not of every place, such as one on the network: then it is looked into by the clock.
    () => undefined,
  );
  document.addEventListener('visibilitychange', lookIfSeen);
  void look();
  return stop;
}

function describeEnd(name: string, error: unknown): string {
  const kind = error instanceof DOMException ? error.name : '';
  if (kind === 'NotFoundError') return `${name} is not there any more: it is not watched now. Its runs stay.`;
  if (kind === 'NotAllowedError' || kind === 'SecurityError')
    return `The browser does not let this page read ${name} any more: open the folder again to go on watching it.`;
  const reason = error instanceof Error ? error.message : String(error);
  return `${name} could not be read (${reason}): open the folder again to go on watching it.`;
}
