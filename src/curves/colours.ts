/**
 * Who gets which index into the palette: a colour a method, the same in every comparison, on every visit; a dash and a
 * mark of that colour for each of its settings (batch size, learning rate, a fork …). Seeds of one experiment share all.
 */
import { askedKey } from '../results/groups.ts';
import { methodName } from '../spec/describe.ts';
import { type Experiment, NORMS, type Norm, WEIGHTS, type Weights } from '../spec/experiment.ts';
import type { Fork } from '../training/events.ts';
import { MARKS, SERIES_COLOURS } from './palette.ts';

export interface Colourable {
  readonly experiment: Experiment;
  readonly fork?: Fork | undefined;
}

export interface Coloured extends Colourable {
  /** Index into the palette. */
  readonly colour: number;
}

const hueOf = (colour: number): number => colour % SERIES_COLOURS;

/**
 * The index of methods, of which no two are alike. The first eight have a colour of their own, the others the colour
 * of a method that they are seldom held against. A colour that is taken is left for one that is not (`LEFT`, in order),
 * while there is one.
 */
const CHOSEN: Partial<Readonly<Record<`${Norm} ${Weights}`, number>>> = {
  'group standardized': 0,
  'batch plain': 1,
  'group plain': 2,
  'layer plain': 3,
  'instance plain': 4,
  'rms plain': 5,
  'none plain': 6,
  'batch standardized': 7,
  'group-as-published plain': 7 + SERIES_COLOURS,
  'layer standardized': 4 + SERIES_COLOURS,
  'instance standardized': 3 + SERIES_COLOURS,
  'rms standardized': 6 + SERIES_COLOURS,
  'none standardized': 5 + SERIES_COLOURS,
  'group-as-published standardized': 1 + SERIES_COLOURS,
  'channel plain': 5 + 2 * SERIES_COLOURS,
  'channel standardized': 2 + 2 * SERIES_COLOURS,
  'dynamic-tanh plain': 2 + SERIES_COLOURS,
  'dynamic-tanh standardized': 3 + 2 * SERIES_COLOURS,
  'filter-response plain': 4 + 2 * SERIES_COLOURS,
  'filter-response standardized': 7 + 2 * SERIES_COLOURS,
};

/** Those, and for every other method the next index of its norm's colour, while marks differ; else the next that is free. */
const HOME: ReadonlyMap<string, number> = (() => {
  const homes = new Map<string, number>(Object.entries(CHOSEN));
  const taken = new Set(homes.values());
  const next = (index: number, by: number): number => {
    let free = index;
    while (taken.has(free)) free += by;
    return free;
  };
  for (const weights of WEIGHTS)
    for (const norm of NORMS) {
      const method = `${norm} ${weights}`;
      if (homes.has(method)) continue;
      const alike = next(hueOf(homes.get(`${norm} plain`) ?? 0), SERIES_COLOURS);
      const home = alike < MARKS.length * SERIES_COLOURS ? alike : next(0, 1);
      homes.set(method, home);
      taken.add(home);
    }
  return homes;
})();
const LEFT = [7, 4, 2, 3, 6, 5, 1, 0] as const;

/**
 * That of its seeds, unless this one is there already: a second run of it is another line. Else the method's colour, in
 * a dash that none of these has.
 * @param preferred taken where it is free and of the method's colour, or of nobody's
 */
export const colourFor = (run: Colourable, beside: readonly Coloured[], preferred?: number): number =>
  new Allotment(beside).colourFor(run, preferred);

/** Which colours are taken, and by whom: asked for many runs in turn, it looks at each once. */
export class Allotment {
  /** Of each experiment the colours, in order, and under which seeds each has it: '3 1'. */
  readonly #groups = new Map<string, { readonly colours: number[]; readonly seeds: Set<string> }>();
  /** A method's first one. */
  readonly #methods = new Map<string, number>();
  readonly #taken = new Set<number>();
  readonly #hues = new Set<number>();

  constructor(beside: readonly Coloured[]) {
    for (const run of beside) this.add(run, run.colour);
  }

  add(run: Colourable, colour: number): void {
    const key = askedKey(run);
    const group = this.#groups.get(key) ?? { colours: [], seeds: new Set() };
    this.#groups.set(key, group);
    group.colours.push(colour);
    group.seeds.add(`${colour} ${run.experiment.seed}`);
    const method = methodName(run.experiment);
    if (!this.#methods.has(method)) this.#methods.set(method, colour);
    this.#taken.add(colour);
    this.#hues.add(hueOf(colour));
  }

  colourFor(run: Colourable, preferred?: number): number {
    const group = this.#groups.get(askedKey(run));
    const shared = group?.colours.find((colour) => !group.seeds.has(`${colour} ${run.experiment.seed}`));
    if (shared !== undefined) return shared;
    const hue = this.#hueFor(run.experiment, preferred);
    if (preferred !== undefined && hueOf(preferred) === hue && !this.#taken.has(preferred)) return preferred;
    const home = homeOf(run.experiment);
    let colour = hueOf(home) === hue ? home : hue;
    while (this.#taken.has(colour)) colour += SERIES_COLOURS;
    return colour;
  }

  /** The first colour of a method, which says nothing about its other settings. */
  #hueFor(experiment: Experiment, preferred?: number): number {
    const same = this.#methods.get(methodName(experiment));
    if (same !== undefined) return hueOf(same);
    const home = hueOf(homeOf(experiment));
    const wanted = preferred === undefined ? home : hueOf(preferred);
    return [wanted, home, ...LEFT].find((hue) => !this.#hues.has(hue)) ?? home;
  }
}

/** Of these, in order, each beside those before it. */
export function coloursOf(runs: readonly Colourable[]): number[] {
  const allotment = new Allotment([]);
  return runs.map((run) => {
    const colour = allotment.colourFor(run);
    allotment.add(run, colour);
    return colour;
  });
}

/** The colour of a group of these runs: its first run's. */
export function groupColours(
  runs: readonly Colourable[],
  colours: readonly number[],
): (group: Colourable) => number | undefined {
  const byKey = new Map(runs.map((run, i) => [askedKey(run), colours[i]] as const).toReversed());
  return (group) => byKey.get(askedKey(group));
}

const homeOf = ({ norm, weights }: Experiment): number => HOME.get(`${norm} ${weights}`) ?? 0;
