const paths = {
  close: 'M4 4l8 8M12 4l-8 8',
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.7 10.7L14 14',
  sun: 'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M3 13l1-1M12 4l1-1',
  moon: 'M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7z',
  back: 'M10 3L5 8l5 5',
  play: 'M5 3v10l8-5z',
  stop: 'M4 4h8v8H4z',
  reset: 'M3 8a5 5 0 1 0 1.7-3.8M3 2v3h3',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  upload: 'M8 11V3M4.5 6L8 2.5 11.5 6M2.5 13.5h11',
  download: 'M8 2.5v8.5M4.5 7.5L8 11l3.5-3.5M2.5 13.5h11',
  help: 'M6 6.2A2 2 0 1 1 8 8.5v1M8 12v.5M8 15A7 7 0 1 0 8 1a7 7 0 0 0 0 14z',
  live: 'M2 8h3l2-5 3 10 2-5h2',
  file: 'M4 1.5h5L12.5 5v9.5h-8.5zM9 1.5V5h3.5',
  edit: 'M3 13l.8-3.2L11 2.6l2.4 2.4-7.2 7.2zM9.5 4.1l2.4 2.4',
  remove: 'M2.5 4.5h11M6 4.5V2.5h4v2M4 4.5l.7 9h6.6l.7-9M6.7 7v4M9.3 7v4',
  home: 'M2 7.5L8 2.5l6 5M3.5 6.5v7h3.5V10h2v3.5h3.5v-7',
  series: 'M1.5 12l3-5 3 3 3.5-7 3.5 5',
  model: 'M8 1.5l5.5 3v7L8 14.5l-5.5-3v-7zM2.5 4.5L8 7.5l5.5-3M8 7.5v7',
  data: 'M8 6c3 0 5-1 5-2.2S11 1.5 8 1.5 3 2.5 3 3.8 5 6 8 6zM3 3.8v8.4c0 1.3 2 2.3 5 2.3s5-1 5-2.3V3.8M3 8c0 1.2 2 2.2 5 2.2S13 9.2 13 8',
  operations: 'M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM8 4.5V8l2.5 1.5',
  system: 'M2 2.5h12v4.5H2zM2 9h12v4.5H2zM4.5 4.8h.1M4.5 11.3h.1M7.5 4.8h4M7.5 11.3h4',
  warning: 'M8 2L15 14H1zM8 6.5v3.5M8 12v.3',
} as const

export type IconName = keyof typeof paths

/** Drawn in the text's colour and hidden from assistive technology: what it means is always said in words too. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      className="shrink-0"
      fill="none"
      height={size}
      stroke="currentColor"
      strokeLinecap="round"
      strokeLinejoin="round"
      strokeWidth="1.6"
      viewBox="0 0 16 16"
      width={size}
    >
      <path d={paths[name]} />
    </svg>
  )
}
