/** Puts what files, folders or pasted text hold on the page, and says what came of it. */
import { readRuns, type Source } from '../../results/reading/client.ts';
import { grouped } from '../../spec/numbers.ts';
import type { BroughtFile } from '../../store/state.ts';
import type { Actions, Playground } from '../../store/store.ts';
import { sortBrought } from './dropped.ts';
import { describeAdded, describeProblems, type TakenIn } from './words.ts';

/**
 * Runs go into the table; all other files are taken for images, and a dialog asks about them.
 * @param watchable the folders among them that the browser lets the page look into again: the last of them is watched
 */
export async function takeInAny(
  playground: Playground,
  files: readonly BroughtFile[],
  watchable: readonly FileSystemDirectoryHandle[] = [],
): Promise<void> {
  const { runs, folders, images } = await sortBrought(files);
  if (runs.length > 0) await takeInSources(playground, runs);
  const watched = watchable.findLast((one) => folders.some(({ name }) => name === one.name));
  for (const { name, sources } of folders) {
    const directory = watched?.name === name ? watched : undefined;
    // It reads what is there first.
    if (directory) playground.actions.watch(directory);
    else if (sources.length === 0)
      playground.actions.notify(`No finished run lies in ${name} yet: drop it again later.`);
    else await takeInSources(playground, sources, { folder: name });
  }
  if (images.length > 0) playground.actions.bringImages(images);
}

export const takeInText = (playground: Playground, text: string): Promise<unknown> =>
  takeInSources(playground, [{ name: 'The pasted text', blob: new Blob([text]) }]);

/** Before this no one has begun to wait. */
const SOON_MS = 500;
/** More run files of one folder are not read: each is a line of the table and a curve in memory. */
export const MOST_FILES = 2000;

interface TakeInOptions {
  /** The name of the folder that they lie in, if it was brought as one. */
  readonly folder?: string;
  /** Says nothing of what went well. */
  readonly quiet?: boolean;
}

/** @returns how many runs they gave, and which of them need not be read again */
export async function takeInSources(
  playground: Playground,
  sources: readonly Source[],
  { folder, quiet = false }: TakeInOptions = {},
): Promise<{ readonly read: number; readonly whole: readonly string[] }> {
  const { store, actions } = playground;
  const most = sources.slice(0, MOST_FILES);
  const what = folder ?? (sources.length === 1 ? sources[0]?.name : `${sources.length} files`);
  const words = `Reading ${what} …`;
  const slow = quiet ? undefined : setTimeout(() => actions.notify(words), SOON_MS);
  const { results, problems, unread } = await readRuns(most);
  const unreadable = new Set(unread);
  clearTimeout(slow);
  for (const { id, message } of store.getState().notices) if (message === words) actions.dismissNotice(id);
  const taken: TakenIn = {
    ...addRuns(playground, results),
    files: most.length,
    unread: unread.length,
    folder,
  };
  if (problems.length > 0) actions.notify(describeProblems(problems, taken), 'warning');
  if (most.length < sources.length) {
    const [read, all] = [grouped(most.length), grouped(sources.length)];
    actions.notify(
      `Of the ${all} run files of ${what} the first ${read} were read: more do not fit.`,
      'warning',
    );
  }
  if (results.length > 0 && !quiet) actions.notify(describeAdded(taken));
  const whole = sources.flatMap(({ name }) => (unreadable.has(name) ? [] : [name]));
  return { read: results.length, whole };
}

function addRuns({ store, actions }: Playground, results: Parameters<Actions['addResults']>[0]) {
  const before = store.getState().runs.length;
  if (results.length > 0) actions.addResults(results, 'file');
  return { read: results.length, added: store.getState().runs.length - before };
}
