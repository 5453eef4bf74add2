/** ZIP archives: what their files are called. */

/** Latin-1 where it is no UTF-8: what Linux and macOS pack is, and does not say so. */
export function nameOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).normalize('NFC');
  } catch {
    return String.fromCharCode(...bytes);
  }
}

/** Windows may write backslashes, and some tools begin at '.'. */
export const placeOf = (name: string): string => name.replaceAll('\\', '/').replace(/^(\.\/)+/, '');
