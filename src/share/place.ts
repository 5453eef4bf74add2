/** Where a link leads on the page, beside the comparison: the open tab and the view in it, or the page as others embed it. */
import type { Problem } from '../spec/validate.ts';

export const TABS = ['runs', 'matrix', 'inside', 'predictions', 'learn'] as const;
export type Tab = (typeof TABS)[number];

/** What 'Inside the network' shows. */
export const INSIDE_VIEWS = ['layers', 'faces', 'batch-mates', 'noise', 'landscape', 'maps'] as const;
export type InsideView = (typeof INSIDE_VIEWS)[number];

export interface Place {
  /** Charts, Train and the verdict alone, for a frame in another page. */
  readonly embed?: boolean;
  readonly tab?: Tab;
  /** Of the tab 'inside'. */
  readonly view?: InsideView;
}

export const PLACE_KEYS: readonly string[] = ['embed', 'tab', 'view'];

/** As a link writes it, where it is not what a link without these keys leads to. */
export function writePlace({ embed, tab = TABS[0], view = INSIDE_VIEWS[0] }: Place): string[] {
  if (embed) return ['embed=1'];
  return [
    ...(tab === TABS[0] ? [] : [`tab=${tab}`]),
    ...(tab !== 'inside' || view === INSIDE_VIEWS[0] ? [] : [`view=${view}`]),
  ];
}

export function readPlace(params: URLSearchParams, problems: Problem[]): Place {
  const read = <Value extends string>(
    key: string,
    values: readonly [Value, ...Value[]],
  ): Value | undefined => {
    const text = params.get(key);
    if (text === null) return undefined;
    const value = values.find((each) => each === text);
    if (value === undefined) {
      const expected = `is not one of ${values.join(', ')}`;
      problems.push({ path: key, found: `'${text.slice(0, 40)}'`, expected, used: `used ${values[0]}` });
    }
    return value;
  };
  const embed = read('embed', ['0', '1']);
  const tab = read('tab', TABS);
  const view = read('view', INSIDE_VIEWS);
  return { ...(embed === '1' && { embed: true }), ...(tab && { tab }), ...(view && { view }) };
}
