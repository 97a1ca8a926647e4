// Runs before the first paint, so that a page opened in the dark theme does not flash white.
;(() => {
  let scheme = 'auto'
  try {
    scheme = localStorage.getItem('patchbay-color-scheme') ?? 'auto'
  } catch {
    // Storage may be switched off; the system's choice is used.
  }
  const dark = scheme === 'dark' || (scheme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
})()
