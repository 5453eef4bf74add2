/** The cache of data sets, which the page may drop where its results need the room. */
export const DATA_CACHE = 'data-1';

/** What the page asks of the service worker. */
export type Order =
  /** To keep the build's files and the data set for when there is no network. */
  | { readonly kind: 'keep' }
  /** A newer one, from the one before it. */
  | { readonly kind: 'takeOver' };
