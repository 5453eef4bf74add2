/** The classes that were found: how many images each has, a few of them, its name, and whether it is kept. */
import type { FoundClass } from '../../../import/survey.ts';
import { grouped } from '../../../spec/numbers.ts';
import { PictureStrip } from './PictureStrip.tsx';

interface FoundClassesProps {
  readonly classes: readonly FoundClass[];
  /** Labels. */
  readonly kept: readonly string[];
  /** By label. */
  readonly names: Readonly<Record<string, string>>;
  readonly onKept: (labels: readonly string[]) => void;
  readonly onNames: (names: Readonly<Record<string, string>>) => void;
}

/** CSS pixels. */
const SIZE = 32;

export function FoundClasses({ classes, kept, names, onKept, onNames }: FoundClassesProps) {
  const most = Math.max(...classes.map(({ count }) => count));
  const labels = new Set(kept);
  const toggle = (label: string, on: boolean): void =>
    onKept(classes.map((each) => each.label).filter((each) => (each === label ? on : labels.has(each))));
  return (
    <fieldset className="found-classes">
      <legend>Classes</legend>
      <ul>
        {classes.map(({ label, name, count, pictures }) => (
          <li key={label}>
            <input
              type="checkbox"
              aria-label={`Keep ${name}`}
              checked={labels.has(label)}
              onChange={(event) => toggle(label, event.target.checked)}
            />
            <input
              type="text"
              aria-label={`Name of class ${label}`}
              maxLength={40}
              value={names[label] ?? name}
              onChange={(event) => onNames({ ...names, [label]: event.target.value })}
            />
            <span className="found-count" style={{ backgroundSize: `${(100 * count) / most}% 100%` }}>
              {grouped(count)}
            </span>
            <PictureStrip pictures={pictures} size={SIZE} />
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
