/** Small pictures inside buttons that also have a name in words. */
const PATHS = {
  pause: 'M4 3h3v10H4zM9 3h3v10H9z',
  resume: 'M4 2.5 13 8l-9 5.5z',
  stop: 'M3.5 3.5h9v9h-9z',
  add: 'M7.2 2.5h1.6v4.7h4.7v1.6H8.8v4.7H7.2V8.8H2.5V7.2h4.7z',
  close: 'M4.2 3.1 8 6.9l3.8-3.8 1.1 1.1L9.1 8l3.8 3.8-1.1 1.1L8 9.1l-3.8 3.8-1.1-1.1L6.9 8 3.1 4.2z',
  visible:
    'M8 3.2C4.6 3.2 1.9 5.4.8 8c1.1 2.6 3.8 4.8 7.2 4.8s6.1-2.2 7.2-4.8C14.1 5.4 11.4 3.2 8 3.2zm0 8A3.2 3.2 0 1 1 8 4.8a3.2 3.2 0 0 1 0 6.4zM8 6.3a1.7 1.7 0 1 0 0 3.4 1.7 1.7 0 0 0 0-3.4z',
  hidden:
    'm2.2 1.2 12.6 12.6-1 1-2.5-2.5a8 8 0 0 1-3.3.6C4.6 12.9 1.9 10.7.8 8.1a8.2 8.2 0 0 1 2.7-3.4L1.2 2.2zm2.4 4.6A6.5 6.5 0 0 0 2.5 8.1c1 1.9 3 3.3 5.5 3.3.7 0 1.4-.1 2-.3zM8 3.3c3.4 0 6.1 2.2 7.2 4.8a8 8 0 0 1-2.1 2.9l-1.1-1.1a6.3 6.3 0 0 0 1.5-1.8c-1-1.9-3-3.3-5.5-3.3-.5 0-1 .1-1.5.2L5.3 3.7A8 8 0 0 1 8 3.3z',
  more: 'M3 6.5a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3zm5 0a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3zm5 0a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3z',
  unfolded: 'M2.5 5h11L8 11.5z',
  folded: 'M5 2.5v11L11.5 8z',
  rename: 'm11.6 1.7 2.7 2.7-8.4 8.4-3.5.8.8-3.5zM10.3 4.9 4.6 10.6l-.3 1.1 1.1-.3 5.7-5.7z',
  again: 'M8 2.5a5.5 5.5 0 0 1 4.7 2.7V2.8h1.5v5H9.2V6.3h2.5A4 4 0 1 0 12 8.6h1.5A5.5 5.5 0 1 1 8 2.5z',
  delete: 'M6 1.5h4l.6 1.3H14v1.4H2V2.8h3.4zM3.2 5.3h9.6l-.6 9.2H3.8zm1.6 1.5.4 6.2h5.6l.4-6.2z',
  warning: 'M8 1.2 15.4 14.4H.6zM7.2 6v4.2h1.6V6zm0 5.3v1.6h1.6v-1.6z',
  theme: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zm0 1.5v10A5 5 0 0 1 8 3z',
  export: 'M7.2 1.5h1.6v7l2.5-2.5 1.1 1.1L8 11.5 3.6 7.1 4.7 6l2.5 2.5zM2 11h1.6v2.4h8.8V11H14v4H2z',
  import: 'M8 1.5l4.4 4.4-1.1 1.1-2.5-2.5v7H7.2v-7L4.7 7 3.6 5.9zM2 11h1.6v2.4h8.8V11H14v4H2z',
  share:
    'M11.5 1.2a2.3 2.3 0 1 1-1.8 3.7L6.2 6.8a2.3 2.3 0 0 1 0 2.4l3.5 1.9a2.3 2.3 0 1 1-.6 1.3L5.3 10.3a2.3 2.3 0 1 1 0-4.6l3.8-2.1a2.3 2.3 0 0 1 2.4-2.4z',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
      <path d={PATHS[name]} fill="currentColor" fillRule="evenodd" />
    </svg>
  );
}
