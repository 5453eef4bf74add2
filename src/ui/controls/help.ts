/** What HelpLine explains: the control that was last focused or pointed at. */
import { createContext, useContext } from 'react';
import type { Topic } from './topics.ts';

export interface Help {
  readonly topic: Topic | undefined;
  show(topic: Topic): void;
}

export const HelpContext = createContext<Help>({ topic: undefined, show: () => {} });

export const useHelp = (): Help => useContext(HelpContext);
