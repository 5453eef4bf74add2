/** Which images to train on: those that come with the page, and the visitor's own. */

import { OwnImagesButton } from '../panels/data/OwnImagesButton.tsx';
import { usePage } from '../playground.ts';
import { ChoiceField } from './ChoiceField.tsx';

export function DataField() {
  // The choices are those of the registry, which has them, too.
  usePage((state) => state.sets);
  return (
    <>
      <ChoiceField field="data" />
      <OwnImagesButton words="Your images …" />
    </>
  );
}
