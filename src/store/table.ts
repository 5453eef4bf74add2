/**
 * How the table shows the runs: which of them, in what order, under which heads, and what they are held against. What
 * it does not show the charts do not draw, and the verdict does not count.
 */
import { describeValue, methodName } from '../spec/describe.ts';
import type { Experiment } from '../spec/experiment.ts';
import { FIELD_KEYS, FIELDS, type FieldKey } from '../spec/fields.ts';
import { isActive, type RunRecord } from './run.ts';
import { runGroupKey } from './runGroups.ts';

/** What the table can be sorted by. */
export const TABLE_COLUMNS = [
  'Run',
  'Batch',
  'Progress',
  'Train acc.',
  'Val acc.',
  'Test acc.',
  'Difference',
  'Images/s',
  'Left',
] as const;
export type TableColumn = (typeof TABLE_COLUMNS)[number];

export interface TableOrder {
  readonly by: TableColumn;
  readonly direction: 'ascending' | 'descending';
}

/** What runs can be told apart by: a setting, norm and weights together, or how they stand. */
export type Facet = 'method' | 'outcome' | FieldKey;

/** `seeds`: those of the same settings under a line with their mean; `none`: every run by itself. A facet: groups of seeds under heads. */
export type Grouping = 'seeds' | 'none' | Facet;

export interface RunTable {
  /** Words that a run's name or notes have to hold. */
  readonly text: string;
  /** Values that are shown, of facets that are narrowed. */
  readonly filters: Readonly<Partial<Record<Facet, readonly string[]>>>;
  readonly grouping: Grouping;
  /** As the runs came without it. */
  readonly order: TableOrder | undefined;
  /** What is pinned for the others to be held against: the key of a group of seeds, or a run's id. */
  readonly baseline: string | undefined;
}

export const DEFAULT_TABLE: RunTable = {
  text: '',
  filters: {},
  grouping: 'seeds',
  order: undefined,
  baseline: undefined,
};

/** Said by the method, told by its mean, or without a part in the result. */
const NO_FACETS: readonly FieldKey[] = ['norm', 'groups', 'weights', 'repeats', 'engine'];
const FACETS: readonly Facet[] = [
  'method',
  ...FIELD_KEYS.filter((key) => !NO_FACETS.includes(key)),
  'outcome',
];

export const isFacet = (value: unknown): value is Facet => FACETS.some((facet) => facet === value);

/** 'Method', 'Batch size' */
export function facetLabel(facet: Facet): string {
  if (facet === 'method') return 'Method';
  return facet === 'outcome' ? 'State' : FIELDS[facet].label;
}

/** With the data that it was really trained on. */
const experimentOf = ({ experiment, data }: RunRecord): Experiment =>
  data && data.spec.id !== experiment.data ? { ...experiment, data: data.spec.id } : experiment;

export function facetValue(run: RunRecord, facet: Facet): string {
  if (facet === 'method') return methodName(run.experiment);
  if (facet === 'outcome') return isActive(run) ? 'under way' : run.status.kind;
  return String(experimentOf(run)[facet]);
}

/** As a person reads it: 'Adam', '6,000'. */
export const facetWords = (run: RunRecord, facet: Facet): string =>
  facet === 'method' || facet === 'outcome'
    ? facetValue(run, facet)
    : describeValue(experimentOf(run), facet);

export interface FacetValue {
  readonly value: string;
  readonly words: string;
  readonly runs: number;
}

export interface FacetChoice {
  readonly facet: Facet;
  /** At least one; numbers ascend, others stand as they came. */
  readonly values: readonly FacetValue[];
}

/** What these runs differ in, and what is narrowed all the same. */
export function facetChoices(
  runs: readonly RunRecord[],
  { filters }: Pick<RunTable, 'filters'>,
): FacetChoice[] {
  return FACETS.flatMap((facet) => {
    const values = new Map<string, FacetValue>();
    for (const run of runs) {
      const value = facetValue(run, facet);
      const words = values.get(value)?.words ?? facetWords(run, facet);
      values.set(value, { value, words, runs: 1 + (values.get(value)?.runs ?? 0) });
    }
    for (const value of filters[facet] ?? [])
      if (!values.has(value)) values.set(value, { value, words: value, runs: 0 });
    return values.size > 1 ? [{ facet, values: inOrder([...values.values()]) }] : [];
  });
}

function inOrder(values: readonly FacetValue[]): readonly FacetValue[] {
  const numbers = values.every(({ value }) => value.trim() !== '' && Number.isFinite(Number(value)));
  return numbers ? values.toSorted((a, b) => Number(a.value) - Number(b.value)) : values;
}

export const isNarrowed = ({ text, filters }: Pick<RunTable, 'text' | 'filters'>): boolean =>
  text.trim() !== '' || Object.keys(filters).length > 0;

export const unnarrowed = (table: RunTable): RunTable =>
  isNarrowed(table) ? { ...table, text: '', filters: {} } : table;

/** The table with these values of a facet alone; none shows all. */
export function narrowedTo(table: RunTable, facet: Facet, values: readonly string[]): RunTable {
  const { [facet]: _, ...others } = table.filters;
  return { ...table, filters: values.length === 0 ? others : { ...others, [facet]: values } };
}

/** Every word begins one of the name's or the notes'; a number that follows a word does so there, where one does. */
function matchesText({ name, notes }: RunRecord, text: string): boolean {
  const held = `${name} ${notes}`.toLowerCase();
  const begins = (pattern: string): boolean => new RegExp(`(^|[^\\p{L}\\p{N}.])${pattern}`, 'u').test(held);
  const terms = text.toLowerCase().match(/\p{L}+\s+\p{N}\S*|\S+/gu) ?? [];
  return terms.every((term) => {
    const words = term.split(/\s+/).map(escaped);
    const [word, number] = words;
    return number !== undefined && begins(`${word}\\s\\p{N}`)
      ? begins(`${word}\\s${number}`)
      : words.every(begins);
  });
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

export function matches(run: RunRecord, { text, filters }: Pick<RunTable, 'text' | 'filters'>): boolean {
  for (const [facet, values] of Object.entries(filters) as [Facet, readonly string[]][])
    if (!values.includes(facetValue(run, facet))) return false;
  return matchesText(run, text);
}

export const isBaseline = (run: RunRecord, baseline: string | undefined): boolean =>
  baseline !== undefined && (run.id === baseline || runGroupKey(run) === baseline);

interface Tabled {
  readonly runs: readonly RunRecord[];
  readonly table: RunTable;
}

let latest: Tabled & { readonly shown: readonly RunRecord[] } = { runs: [], table: DEFAULT_TABLE, shown: [] };

/** The runs that the table shows: what it is narrowed to, and the baseline. */
export function shownRuns({ runs, table }: Tabled): readonly RunRecord[] {
  if (!isNarrowed(table)) return runs;
  if (latest.runs !== runs || latest.table !== table) {
    const shown = runs.filter((run) => matches(run, table) || isBaseline(run, table.baseline));
    latest = { runs, table, shown };
  }
  return latest.shown;
}

/**
 * The table once the runs changed: with none left nothing is narrowed or pinned, and what a visitor trains now is not
 * hidden by what was looked for before.
 */
export function tableAfter({ runs, table }: Tabled, before: readonly RunRecord[]): RunTable {
  if (runs === before) return table;
  if (runs.length === 0 && before.length > 0) return { ...unnarrowed(table), baseline: undefined };
  if (!isNarrowed(table)) return table;
  const known = new Set(before.map(({ id }) => id));
  const begun = runs.some((run) => !known.has(run.id) && isActive(run) && !matches(run, table));
  return begun ? unnarrowed(table) : table;
}

/** A table from outside; what it lacks, or has in another shape, is as in the default. */
export function readTable(stored: unknown): RunTable {
  const given: Readonly<Record<string, unknown>> =
    typeof stored === 'object' && stored !== null ? { ...stored } : {};
  const { text, filters, grouping, order, baseline } = given;
  return {
    text: typeof text === 'string' ? text : '',
    filters: readFilters(filters),
    grouping: grouping === 'none' || isFacet(grouping) ? grouping : 'seeds',
    order: readOrder(order),
    baseline: typeof baseline === 'string' ? baseline : undefined,
  };
}

function readFilters(stored: unknown): RunTable['filters'] {
  if (typeof stored !== 'object' || stored === null) return {};
  const read = Object.entries(stored).flatMap(([facet, values]) => {
    const words = Array.isArray(values) ? values.filter((value) => typeof value === 'string') : [];
    return isFacet(facet) && words.length > 0 ? [[facet, words] as const] : [];
  });
  return Object.fromEntries(read);
}

function readOrder(stored: unknown): TableOrder | undefined {
  if (typeof stored !== 'object' || stored === null) return undefined;
  const { by, direction } = { by: undefined, direction: undefined, ...stored };
  const column = TABLE_COLUMNS.find((each) => each === by);
  const way = (['ascending', 'descending'] as const).find((each) => each === direction);
  return column && way && { by: column, direction: way };
}
