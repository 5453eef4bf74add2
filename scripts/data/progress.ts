/** A progress bar on a terminal, plain lines elsewhere. */

export interface Progress {
  /** @param total bytes, 0 if unknown */
  update(received: number, total: number): void;
  done(): void;
  failed(): void;
}

const WIDTH = 30;
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

export function progressBar(label: string, received: number, total: number): string {
  if (total <= 0) return `${label}  ${megabytes(received)}`;
  const share = Math.min(1, received / total);
  const full = Math.round(share * WIDTH);
  const bar = `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)}`;
  return `${label}  ${bar} ${String(Math.floor(share * 100)).padStart(3)} %  ${megabytes(received)} of ${megabytes(total)}`;
}

export function showProgress(label: string, out: NodeJS.WriteStream = process.stdout): Progress {
  if (!out.isTTY) {
    out.write(`${label}: downloading\n`);
    let last = 0;
    return {
      update(received) {
        last = received;
      },
      done: () => out.write(`${label}: ${megabytes(last)} downloaded\n`),
      failed: () => {},
    };
  }
  let drawn = 0;
  const draw = (text: string) => out.write(`\r\u001b[K${text}`);
  return {
    update(received, total) {
      const now = performance.now();
      if (now - drawn < 100 && received !== total) return;
      drawn = now;
      draw(progressBar(label, received, total));
    },
    done: () => out.write('\n'),
    failed: () => out.write('\n'),
  };
}
