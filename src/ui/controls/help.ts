/** Which field's explanation HelpLine shows: the one that was last focused or pointed at. */
import { createContext, useContext } from 'react';
import type { FieldKey } from '../../spec/fields.ts';

export interface Help {
  readonly field: FieldKey | undefined;
  show(field: FieldKey): void;
}

export const HelpContext = createContext<Help>({ field: undefined, show: () => {} });

export const useHelp = (): Help => useContext(HelpContext);
