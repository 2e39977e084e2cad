// Sets the theme before the first paint. A file of its own, because the page's policy allows no inline script.
;(() => {
  let kept = null
  try {
    kept = localStorage.getItem('aegis-theme')
  } catch {
    // Storage is switched off: the system's theme it is.
  }
  const dark = kept === 'dark' || (kept !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
})()
