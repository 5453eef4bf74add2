/** What a visitor can open on a run's row. */
export type RowDialog = 'fork' | 'notes';
