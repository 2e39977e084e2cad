const shapes = {
  home: 'M3.5 10.5 12 3.8l8.5 6.7M5.5 9.2V20h4.7v-5.5h3.6V20h4.7V9.2',
  project: 'M3.5 5.5h17v13h-17zM3.5 9.5h17M6.3 7.5h.2m2.3 0h.2m2.3 0h.2',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7v5.2l3.3 2',
  run: 'M7 4.5v15l12-7.5z',
  settings:
    'M4 7h9m5 0h2M4 17h2m5 0h9M15.5 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM8.5 19.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z',
  outbox: 'M3.5 6.5h17v11h-17zM3.8 7l8.2 6.3L20.2 7',
  invoices: 'M6 3.5h12v17l-3-2-3 2-3-2-3 2zM9 8.5h6M9 12.5h6',
  health: 'M3 12.5h4l2.3-6 4.2 11.5 2.7-7.5 1 2H21',
  check: 'm5 12.5 4.5 4.5L19 7',
  warning: 'M12 4 2.8 19.5h18.4zM12 10v4.5m0 2.3v.2',
  error: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7.5v5.5m0 3.2v.2',
  info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 11v5.5m0-9v.2',
  close: 'm6 6 12 12M18 6 6 18',
  down: 'm6.5 9.5 5.5 5.5 5.5-5.5',
  right: 'm9.5 6.5 5.5 5.5-5.5 5.5',
  menu: 'M4 7h16M4 12h16M4 17h16',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z',
  eyeOff:
    'm4 4 16 16M9.8 5.7A9 9 0 0 1 12 5.5c6 0 9.5 6.5 9.5 6.5a17 17 0 0 1-2.7 3.4M6 7.6A16 16 0 0 0 2.5 12s3.5 6.5 9.5 6.5a9 9 0 0 0 4.2-1M9.9 9.9a3 3 0 0 0 4.2 4.2',
  sun: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM12 2.5v2m0 15v2m9.5-9.5h-2m-15 0h-2m16.2-6.7-1.4 1.4M6.7 17.3l-1.4 1.4m13.4 0-1.4-1.4M6.7 6.7 5.3 5.3',
  moon: 'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5Z',
  screen: 'M3 4.5h18v12H3zM8.5 20h7M12 16.5V20',
  leave: 'M14 4.5H5v15h9M10 12h10.5m-3.5-3.5 3.5 3.5-3.5 3.5',
  shield: 'M12 3.2 4.8 6v5.5c0 4.3 2.9 7.6 7.2 9.3 4.3-1.7 7.2-5 7.2-9.3V6zM8.7 12l2.3 2.3 4.3-4.3',
  mail: 'M3.5 6.5h17v11h-17zM3.8 7l8.2 6.3L20.2 7',
  bell: 'M6 16.5V11a6 6 0 1 1 12 0v5.5l1.5 2h-15zM10 20.5a2 2 0 0 0 4 0',
} as const

/** The names of all icons. */
export type IconName = keyof typeof shapes

/** A drawn sign beside words. Never carries meaning alone, so it is hidden from screen readers. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.7}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={shapes[name]} />
    </svg>
  )
}
