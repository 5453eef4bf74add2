/** What a visitor has opened on a run's row: its name to edit, or a dialog. */
export type Opened = 'name' | 'fork' | 'notes' | 'export';
