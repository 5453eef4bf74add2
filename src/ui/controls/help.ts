/** What HelpLine explains: the control that was last focused or pointed at. */
import { createContext, useContext } from 'react';
import { FIELDS, type FieldKey, type Reference } from '../../spec/fields.ts';

interface Help {
  readonly topic: Topic | undefined;
  show(topic: Topic): void;
}

export const HelpContext = createContext<Help>({ topic: undefined, show: () => {} });

export const useHelp = (): Help => useContext(HelpContext);

/** What the form explains: every setting, and the choice of a preset. */
export type Topic = FieldKey | 'preset';

interface Explained {
  readonly label: string;
  readonly help: string;
  readonly reference: Reference;
}

const PRESET: Explained = {
  label: 'Preset',
  help: 'A ready-made comparison to begin with. The original study (Ehling & Rouault 2019) set batch norm against group norm with Weight Standardization at three batch sizes.',
  reference: { words: 'Qiao et al. 2019', url: 'https://arxiv.org/abs/1903.10520' },
};

export const explained = (topic: Topic): Explained => (topic === 'preset' ? PRESET : FIELDS[topic]);

/** What it does, and where to read more, in words alone. */
export function explanationOf(topic: Topic): string {
  const { help, reference } = explained(topic);
  return `${help} Reference: ${reference.words}.`;
}
