import { localStorageColorSchemeManager, type MantineColorScheme } from '@mantine/core'

/** `public/theme-before-paint.js` reads the same key before the first paint. */
export const COLOR_SCHEME_KEY = 'spillway.color-scheme'
export const DEFAULT_COLOR_SCHEME: MantineColorScheme = 'dark'

export function createColorSchemeStorage() {
  return localStorageColorSchemeManager({ key: COLOR_SCHEME_KEY })
}

const NEXT: Record<MantineColorScheme, MantineColorScheme> = { dark: 'light', light: 'auto', auto: 'dark' }

/** Dark, light, as the system, and around again. */
export function nextColorScheme(scheme: MantineColorScheme): MantineColorScheme {
  return NEXT[scheme]
}
