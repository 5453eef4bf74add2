/** Puts what files, folders or pasted text hold on the page, and says what came of it. */
import { readRuns, type Source } from '../../results/reading/client.ts';
import { grouped } from '../../spec/numbers.ts';
import type { BroughtFile } from '../../store/state.ts';
import type { Actions, Playground } from '../../store/store.ts';
import { sortBrought } from './dropped.ts';
import { describeAdded, describeProblems, type TakenIn } from './words.ts';

/** Runs go into the table; all other files are taken for images, and a dialog asks about them. */
export async function takeInAny(playground: Playground, files: readonly BroughtFile[]): Promise<void> {
  const { runs, folders, images } = await sortBrought(files);
  if (runs.length > 0) await takeInSources(playground, runs);
  for (const { name, sources } of folders) await takeInSources(playground, sources, name);
  if (images.length > 0) playground.actions.bringImages(images);
}

export const takeInText = (playground: Playground, text: string): Promise<unknown> =>
  takeInSources(playground, [{ name: 'The pasted text', blob: new Blob([text]) }]);

/** Before this no one has begun to wait. */
const SOON_MS = 500;
/** More run files of one folder are not read: each is a line of the table and a curve in memory. */
const MOST_FILES = 2000;

/** @param folder the name of the folder that they lie in, if it was brought as one */
async function takeInSources(
  playground: Playground,
  sources: readonly Source[],
  folder?: string,
): Promise<void> {
  const { store, actions } = playground;
  const most = sources.slice(0, MOST_FILES);
  const what = folder ?? (sources.length === 1 ? sources[0]?.name : `${sources.length} files`);
  const words = `Reading ${what} …`;
  const slow = setTimeout(() => actions.notify(words), SOON_MS);
  const { results, problems, unread } = await readRuns(most);
  clearTimeout(slow);
  for (const { id, message } of store.getState().notices) if (message === words) actions.dismissNotice(id);
  const taken: TakenIn = { ...addRuns(playground, results), files: most.length, unread, folder };
  if (problems.length > 0) actions.notify(describeProblems(problems, taken), 'warning');
  if (most.length < sources.length) {
    const [read, all] = [grouped(most.length), grouped(sources.length)];
    actions.notify(
      `Of the ${all} run files of ${what} the first ${read} were read: more do not fit.`,
      'warning',
    );
  }
  if (results.length > 0) actions.notify(describeAdded(taken));
}

function addRuns({ store, actions }: Playground, results: Parameters<Actions['addResults']>[0]) {
  const before = store.getState().runs.length;
  if (results.length > 0) actions.addResults(results, 'file');
  return { read: results.length, added: store.getState().runs.length - before };
}
