/** What can be taken away of one run. */
import { findRun } from '../../../store/selectors.ts';
import { Offers } from '../../files/ExportDialog.tsx';
import { RUN_OFFERS } from '../../files/offers.ts';
import { usePage } from '../../playground.ts';
import { Dialog } from '../Dialog.tsx';

interface RunExportProps {
  readonly id: string;
  readonly onClose: () => void;
}

export function RunExport({ id, onClose }: RunExportProps) {
  const name = usePage((state) => findRun(state, id)?.name ?? '');
  return (
    <Dialog title={`Export ${name}`} className="export" onClose={onClose}>
      <Offers title="Files of this run" offers={RUN_OFFERS} id={id} />
    </Dialog>
  );
}
