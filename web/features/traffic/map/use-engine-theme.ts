import { useSyncExternalStore } from 'react'
import type { EngineTheme } from '#web/engine/engine-theme.ts'

/** The page's tokens as the engine wants them; anew when the colour scheme changes. */
export function useEngineTheme(): EngineTheme {
  return useSyncExternalStore(watchScheme, themeNow)
}

let known: EngineTheme | null = null
let knownScheme: string | null = null

function watchScheme(listener: () => void): () => void {
  const observer = new MutationObserver(listener)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-mantine-color-scheme'] })
  return () => observer.disconnect()
}

function themeNow(): EngineTheme {
  const scheme = document.documentElement.getAttribute('data-mantine-color-scheme')
  if (known === null || scheme !== knownScheme) {
    known = readTheme()
    knownScheme = scheme
  }
  return known
}

function readTheme(): EngineTheme {
  const style = getComputedStyle(document.documentElement)
  const token = (name: string): string => style.getPropertyValue(name).trim()
  return {
    ink: token('--ink'),
    surface: token('--surface'),
    line: token('--line'),
    text: token('--text'),
    muted: token('--muted'),
    faint: token('--faint'),
    flow: token('--flow'),
    flowRing: token('--flow-ring'),
    degraded: token('--degraded'),
    failing: token('--failing'),
    unknown: token('--unknown'),
    action: token('--action'),
    less: token('--less'),
    more: token('--more'),
    fontFamily: token('--sans') || 'sans-serif',
  }
}
