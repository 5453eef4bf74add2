/** What will be trained next: the form, presets, and what a link brings. */
import { type Comparison, type Experiment, expandRepeats, MAX_COMPARISON } from '../../spec/experiment.ts';
import { type FieldKey, METHOD_KEYS } from '../../spec/fields.ts';
import type { Matrix } from '../../spec/matrix.ts';
import { PRESETS } from '../../spec/presets.ts';
import { describeProblem, type Problem, validateExperiment } from '../../spec/validate.ts';
import type { RunId } from '../../worker/protocol.ts';
import type { RunRecord } from '../run.ts';
import { wishKey } from '../runGroups.ts';
import { apartFields, selectedExperiment } from '../selectors.ts';
import { withNotice } from '../state.ts';
import type { ActionContext } from './context.ts';

export interface ComparisonActions {
  /**
   * Sets a field: of a method, or set apart, in the chosen experiment; of what they share, in all. A value that is not
   * allowed becomes the nearest that is.
   */
  editField(key: FieldKey, value: string | number): void;
  /** Lets the experiments differ in a shared setting. */
  setApart(key: FieldKey): void;
  /** Gives all experiments the chosen one's value, and keeps it the same from then on. */
  share(key: FieldKey): void;
  choosePreset(id: string): void;
  /** Puts another comparison in place, as a preset does. */
  compare(comparison: Comparison): void;
  /** Adds the form's settings as a further experiment and puts that one into the form. */
  addToComparison(): void;
  removeExperiment(index: number): void;
  /**
   * Puts the settings of these runs, seeds of one experiment, in place of those in the form; where they are in the
   * comparison already, the form turns to them.
   */
  loadSettings(runs: readonly RunId[]): void;
  selectExperiment(index: number): void;
  /** Asks for at least so many seeds of each experiment of the comparison. */
  askForSeeds(seeds: number): void;
  /** Puts a link's comparison and table in place, and its problems into a notice. */
  restore(comparison: Comparison, matrix: Matrix, problems: readonly Problem[]): void;
}

export function comparisonActions({ get, set }: ActionContext): ComparisonActions {
  const changeAll = (change: (experiment: Experiment, index: number) => Experiment): Comparison => {
    const [base, ...others] = get().comparison;
    return [change(base, 0), ...others.map((experiment, i) => change(experiment, i + 1))];
  };
  return {
    editField(key, value) {
      const { comparison, selected, apart } = get();
      const setApart = apartFields(get()).includes(key);
      const own = setApart || METHOD_KEYS.includes(key);
      const edited = changeAll((experiment, index) =>
        own && index !== selected ? experiment : validateExperiment({ [key]: value }, experiment).value,
      );
      if (edited.every((experiment, i) => experiment[key] === comparison[i]?.[key])) return;
      set({
        comparison: edited,
        edited: 'typed',
        // It stays apart where the values happen to meet: half typed, 64 is 6.
        ...(setApart && !apart.includes(key) && { apart: [...apart, key] }),
      });
    },
    setApart(key) {
      const { apart } = get();
      if (!apart.includes(key) && !METHOD_KEYS.includes(key)) set({ apart: [...apart, key] });
    },
    share(key) {
      if (METHOD_KEYS.includes(key)) return;
      const value = selectedExperiment(get())[key];
      set({
        comparison: changeAll((experiment) => validateExperiment({ [key]: value }, experiment).value),
        apart: get().apart.filter((other) => other !== key),
        edited: 'chosen',
      });
    },
    choosePreset(id) {
      const preset = PRESETS.find((candidate) => candidate.id === id);
      if (!preset) return;
      const { matrix } = preset;
      // A preset says what is compared, not where it runs.
      const { engine } = selectedExperiment(get());
      const [base, ...others] = preset.comparison;
      const on = (experiment: Experiment): Experiment => ({ ...experiment, engine });
      const comparison: Comparison = [on(base), ...others.map(on)];
      set({ comparison, selected: 0, apart: [], edited: 'chosen', ...(matrix && { matrix, tab: 'matrix' }) });
    },
    compare: (comparison) => set({ comparison, selected: 0, apart: [], edited: 'chosen' }),
    addToComparison() {
      const { comparison } = get();
      if (comparison.length >= MAX_COMPARISON) return;
      const [first, ...others] = comparison;
      set({
        comparison: [first, ...others, selectedExperiment(get())],
        selected: comparison.length,
        edited: 'chosen',
      });
    },
    removeExperiment(index) {
      const { comparison, selected } = get();
      const [first, ...others] = comparison.filter((_, i) => i !== index);
      if (!first || index >= comparison.length) return;
      const moved = index < selected || selected > others.length ? selected - 1 : selected;
      set({
        comparison: [first, ...others],
        selected: Math.max(0, moved),
        edited: 'chosen',
        ...(others.length === 0 && { apart: [] }),
      });
    },
    loadSettings(ids) {
      const { comparison, runs, selected, notices } = get();
      const [first, ...others] = runs
        .filter(({ id }) => ids.includes(id))
        .toSorted((a, b) => a.experiment.seed - b.experiment.seed);
      if (!first) return;
      const { seed } = first.experiment;
      const there = comparison.findIndex((experiment) => asksFor(experiment, [first, ...others]));
      if (there >= 0) {
        const message = `${first.name} is in the comparison already: the form shows its settings.`;
        set({ selected: there, notices: withNotice(notices, { tone: 'info', message }) });
        return;
      }
      const inARow = others.every((run, i) => run.experiment.seed === seed + 1 + i);
      // Where it ran says nothing about where it can run here.
      const { engine } = selectedExperiment(get());
      const settings = { ...first.experiment, repeats: inARow ? 1 + others.length : 1, engine };
      const message = `The form has the settings of ${first.name}${settings.repeats > 1 ? ' and its further seeds' : ''}. Back in the browser brings the earlier ones.`;
      set({
        comparison: changeAll((experiment, index) => (index === selected ? settings : experiment)),
        edited: 'chosen',
        notices: withNotice(notices, { tone: 'info', message }),
      });
    },
    selectExperiment(index) {
      if (index in get().comparison) set({ selected: index });
    },
    askForSeeds(seeds) {
      const asked = changeAll(
        (experiment) =>
          validateExperiment({ repeats: Math.max(seeds, experiment.repeats) }, experiment).value,
      );
      set({ comparison: asked, edited: 'chosen' });
    },
    restore(comparison, matrix, problems) {
      let { notices } = get();
      if (problems.length > 0) {
        const message = `This link was read with changes: ${problems.map(describeProblem).join('; ')}.`;
        notices = withNotice(notices, { tone: 'warning', message });
      }
      set({ comparison, matrix, selected: 0, apart: [], edited: 'restored', notices });
    },
  };
}

/** Whether training it trains these runs, forks aside: they left another run's weights. */
const asksFor = (experiment: Experiment, runs: readonly RunRecord[]): boolean =>
  runs.every(
    (run) =>
      wishKey({ experiment: run.experiment }) === wishKey({ experiment }) &&
      expandRepeats(experiment).some(({ seed }) => seed === run.experiment.seed),
  );
