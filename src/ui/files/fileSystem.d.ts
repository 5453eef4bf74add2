/** Of the File System Access API what not every browser has: https://wicg.github.io/file-system-access/ */

interface Window {
  readonly showDirectoryPicker?: (options?: {
    readonly id?: string;
    readonly mode?: 'read' | 'readwrite';
  }) => Promise<FileSystemDirectoryHandle>;
  /** https://github.com/whatwg/fs/blob/main/proposals/FileSystemObserver.md */
  readonly FileSystemObserver?: new (
    callback: (records: readonly { readonly type: string }[]) => void,
  ) => {
    observe(handle: FileSystemHandle, options?: { readonly recursive?: boolean }): Promise<void>;
    disconnect(): void;
  };
}

interface DataTransferItem {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}

interface FileSystemDirectoryHandle {
  values(): AsyncIterable<FileSystemFileHandle | FileSystemDirectoryHandle>;
}
