import type { CSSProperties } from 'react'

// The page's own colours (src/web/styles/tokens.css), written out: mail programs know no variables.
const light = {
  paper: '#f6f7f5',
  panel: '#ffffff',
  tint: '#f1f3f0',
  line: '#e4e6e2',
  ink: '#1a201e',
  soft: '#59625e',
  accent: '#14655a',
}

const sans = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif"
const small: CSSProperties = { color: light.soft, fontSize: '13px', lineHeight: '20px', margin: '0' }

/** The letter's looks, inline because many mail programs drop style sheets. */
export const style = {
  body: { margin: '0', padding: '0' },
  paper: { backgroundColor: light.paper, fontFamily: sans, padding: '24px 12px' },
  column: { maxWidth: '600px', width: '100%', margin: '0 auto' },
  brand: {
    color: light.accent,
    fontSize: '15px',
    fontWeight: 600,
    letterSpacing: '0.01em',
    margin: '0 0 12px',
    padding: '0 4px',
  },
  panel: {
    backgroundColor: light.panel,
    border: `1px solid ${light.line}`,
    borderRadius: '10px',
    padding: '28px 28px 24px',
  },
  heading: {
    color: light.ink,
    fontSize: '21px',
    lineHeight: '28px',
    fontWeight: 600,
    margin: '0 0 16px',
    overflowWrap: 'anywhere',
  },
  text: { color: light.ink, fontSize: '15px', lineHeight: '24px', margin: '0 0 16px', overflowWrap: 'anywhere' },
  action: { margin: '8px 0 14px' },
  button: {
    backgroundColor: light.accent,
    borderRadius: '7px',
    color: '#ffffff',
    fontSize: '15px',
    fontWeight: 600,
    lineHeight: '20px',
    padding: '12px 20px',
    textDecoration: 'none',
  },
  address: { ...small, margin: '14px 0 0' },
  link: { color: light.accent, wordBreak: 'break-all' },
  facts: { backgroundColor: light.tint, borderRadius: '7px', padding: '10px 14px', margin: '0 0 16px', width: '100%' },
  label: {
    ...small,
    fontWeight: 400,
    padding: '4px 16px 4px 0',
    textAlign: 'left',
    verticalAlign: 'top',
    whiteSpace: 'nowrap',
  },
  value: {
    color: light.ink,
    fontSize: '14px',
    lineHeight: '20px',
    padding: '4px 0',
    overflowWrap: 'anywhere',
    width: '100%',
  },
  code: {
    backgroundColor: light.tint,
    borderRadius: '7px',
    color: light.ink,
    fontFamily: "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace",
    fontSize: '12px',
    lineHeight: '18px',
    margin: '0 0 16px',
    padding: '10px 14px',
    wordBreak: 'break-all',
  },
  list: { margin: '0 0 16px', padding: '0 0 0 20px' },
  item: { color: light.ink, fontSize: '15px', lineHeight: '22px', margin: '0 0 6px', overflowWrap: 'anywhere' },
  rule: { borderColor: light.line, borderTopWidth: '1px', margin: '4px 0 14px' },
  note: small,
  footer: { ...small, fontSize: '12px', lineHeight: '18px', margin: '16px 0 0', padding: '0 4px' },
} as const satisfies Record<string, CSSProperties>

/** The same in the dark, for mail programs that ask for it. */
export const darkRules = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: light) { .paper { background-color: #f6f7f5; } }
@media (prefers-color-scheme: dark) {
  .paper { background-color: #121615 !important; }
  .panel { background-color: #181d1b !important; border-color: #2a312e !important; }
  .tint { background-color: #202624 !important; }
  .line { border-color: #2a312e !important; }
  .ink { color: #e6ebe8 !important; }
  .soft { color: #a3ada8 !important; }
  .accent { color: #74cbb9 !important; }
  .button { background-color: #74cbb9 !important; color: #0a1f1b !important; }
}
@media (max-width: 480px) { .panel { padding: 20px 18px !important; } }
`
