/** The browser's database of runs: what is in it, and opening it where that may never answer. */
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB } from 'idb';

/** Values are what records.ts writes; they are read as unknown, since any version of the page may have written them. */
interface Schema extends DBSchema {
  /** By the run's id. */
  runs: { key: string; value: unknown };
  /** By the run's id, apart from it: megabytes that are read only when the run goes on. */
  checkpoints: { key: string; value: unknown };
  /** By the page's owner id. */
  pages: { key: string; value: unknown };
}

export type StoreName = 'runs' | 'checkpoints' | 'pages';
export type Database = IDBPDatabase<Schema>;
export type Writing = IDBPTransaction<Schema, StoreName[], 'readwrite'>;

const STORES: StoreName[] = ['runs', 'checkpoints', 'pages'];

export const beginWriting = (database: Database): Writing => database.transaction(STORES, 'readwrite');

const VERSION = 1;
/** Some browsers answer neither yes nor no: in private windows, or with a broken profile. */
const PATIENCE_MS = 4000;

export interface Connection {
  /** It is gone: another tab wants to change or delete the database, or the browser ended it. */
  closed(): void;
  /** There was no database: this one is empty. */
  created(): void;
}

/** @throws Error, with a reason for a person */
export async function openDatabase(name: string, connection: Connection): Promise<Database> {
  let late = false;
  const opening = openCurrent(name, connection);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      late = true;
      reject(new Error('its database does not answer'));
    }, PATIENCE_MS);
  });
  // Nobody waits for it any more.
  void opening.then((database) => late && database.close()).catch(() => undefined);
  try {
    return await Promise.race([opening, silence]);
  } finally {
    clearTimeout(timer);
  }
}

/** At this page's version, or at the newer one that another tab has raised it to: records have versions of their own. */
async function openCurrent(name: string, connection: Connection): Promise<Database> {
  try {
    return await openVersion(name, VERSION, connection);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'VersionError') throw error;
  }
  const database = await openVersion(name, undefined, connection);
  if (STORES.every((store) => database.objectStoreNames.contains(store))) return database;
  database.close();
  throw new Error('a newer version of this page has changed its database; reload this one to go on with it');
}

const openVersion = (name: string, version: number | undefined, { closed, created }: Connection) =>
  openDB<Schema>(name, version, {
    upgrade(database) {
      for (const store of STORES) database.createObjectStore(store);
      created();
    },
    blocking(_current, _wanted, event) {
      if (event.target instanceof IDBDatabase) event.target.close();
      closed();
    },
    terminated: closed,
  });
