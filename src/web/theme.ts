import { createTheme, localStorageColorSchemeManager } from '@mantine/core'

/** What Mantine's few components need; colours and sizes live in `styles/tokens.css`. */
export const theme = createTheme({
  fontFamily: 'var(--sans)',
  fontFamilyMonospace: 'var(--mono)',
  focusRing: 'never',
  respectReducedMotion: true,
  autoContrast: false,
})

/** Keeps the chosen theme under the key that `color-scheme.js` reads. */
export const colorSchemes = localStorageColorSchemeManager({ key: 'aegis-theme' })

/** The nonce this very page may use for inline styles. */
export const styleNonce = (): string => document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''
