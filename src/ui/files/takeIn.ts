/** Puts what files or pasted text hold on the page, and says what came of it. */
import { readRuns } from '../../results/reading/client.ts';
import type { Source } from '../../results/reading/sources.ts';
import type { BroughtFile } from '../../store/state.ts';
import type { Playground } from '../../store/store.ts';
import { holdsRuns } from './dropped.ts';

/** More sentences than this are not read. */
const MAX_PROBLEMS = 3;

/** Runs go into the table; all other files are taken for images, and a dialog asks about them. */
export async function takeInAny(playground: Playground, files: readonly BroughtFile[]): Promise<void> {
  const images: BroughtFile[] = [];
  const runs: Source[] = [];
  for (const file of files) {
    if (await holdsRuns(file)) runs.push({ name: file.path, blob: file.blob });
    else images.push(file);
  }
  if (runs.length > 0) await takeInSources(playground, runs);
  if (images.length > 0) playground.actions.bringImages(images);
}

export const takeInText = (playground: Playground, text: string): Promise<void> =>
  takeInSources(playground, [{ name: 'The pasted text', blob: new Blob([text]) }]);

/** Before this no one has begun to wait. */
const SOON_MS = 500;

async function takeInSources({ store, actions }: Playground, sources: readonly Source[]): Promise<void> {
  const words = `Reading ${sources.length === 1 ? sources[0]?.name : `${sources.length} files`} …`;
  const slow = setTimeout(() => actions.notify(words), SOON_MS);
  const { results, problems } = await readRuns(sources);
  clearTimeout(slow);
  for (const { id, message } of store.getState().notices) if (message === words) actions.dismissNotice(id);
  const before = store.getState().runs.length;
  if (results.length > 0) actions.addResults(results, 'file');
  const added = store.getState().runs.length - before;
  if (problems.length > 0) actions.notify(describeProblems(problems), 'warning');
  if (results.length > 0) actions.notify(describeAdded(results.length, added));
}

function describeAdded(read: number, added: number): string {
  const runs = added === 1 ? '1 run' : `${added} runs`;
  const there = read - added;
  if (there === 0) return `Imported ${runs}.`;
  const known = there === 1 ? '1 was there already' : `${there} were there already`;
  return added === 0 ? `Nothing new: ${known}.` : `Imported ${runs}, ${known}.`;
}

function describeProblems(problems: readonly string[]): string {
  const shown = problems.slice(0, MAX_PROBLEMS).join('. ');
  const more = problems.length - MAX_PROBLEMS;
  return `Not everything could be imported. ${shown}.${more > 0 ? ` And ${more} more problems like these.` : ''}`;
}
