import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** Puts the theme script in front of everything, as a hashed file: the page's policy allows no inline script, and a module would come too late. */
function colorSchemeFirst(): Plugin {
  const source = readFileSync(new URL('./src/web/color-scheme.js', import.meta.url), 'utf8')
  const hash = createHash('sha256').update(source).digest('base64url').slice(0, 8)
  const fileName = `assets/color-scheme-${hash}.js`
  return {
    name: 'color-scheme-first',
    apply: 'build',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName, source })
    },
    transformIndexHtml: () => [{ tag: 'script', attrs: { src: `/${fileName}` }, injectTo: 'head-prepend' }],
  }
}

const parts = [
  { name: 'react', test: /node_modules\/(?:react|react-dom|scheduler)\// },
  { name: 'routing', test: /node_modules\/@tanstack\// },
]

export default defineConfig({
  plugins: [react(), colorSchemeFirst()],
  publicDir: false,
  build: {
    outDir: 'dist/web',
    emptyOutDir: true,
    target: 'es2023',
    sourcemap: false,
    assetsInlineLimit: 0,
    // The lists behind the password hint are large on purpose and loaded by nobody who does not choose a password.
    chunkSizeWarningLimit: 1500,
    rolldownOptions: { output: { codeSplitting: { groups: parts } } },
  },
})
