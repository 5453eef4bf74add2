/** Hands a file to the visitor, as a download of the browser's. */

export type Content = string | Uint8Array<ArrayBuffer> | Blob;

export interface Download {
  readonly name: string;
  readonly type: string;
  readonly content: Content;
}

/** The address must outlive the click: browsers read it when the download begins. */
const KEPT_MS = 60_000;

export function download({ name, type, content }: Download): void {
  const blob = content instanceof Blob ? content : new Blob([content], { type });
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
}

/** 'GN(32)+WS · seed 1' → 'gn-32-ws-seed-1': safe in every file system. */
export const fileStem = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60) || 'run';
