// Blocking on purpose, and a file of its own because the content policy allows no inline script: the theme is chosen
// before anything is painted. The key and the words are those of web/app/theme/color-scheme.ts.
{
  let chosen = null
  try {
    chosen = localStorage.getItem('spillway.color-scheme')
  } catch {
    // Storage may be forbidden; dark is the default.
  }
  const followed = matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark'
  const scheme = chosen === 'light' ? 'light' : chosen === 'auto' ? followed : 'dark'
  document.documentElement.setAttribute('data-mantine-color-scheme', scheme)
}
