import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { PATHS } from '#web/urls/urls.ts'

const SCREENS: readonly string[] = [
  PATHS.traffic,
  PATHS.services,
  PATHS.changes,
  PATHS.evacuate,
  PATHS.access,
  PATHS.sources,
]
/** Under which there are screens of their own. */
const WITH_PLACES = [PATHS.services, PATHS.evacuate] as const

/**
 * Links to screens of the console are ordinary ones (`<a href={sourcesUrl()}>`), so that any room may write them and
 * the browser knows them; on a plain click they are followed without a reload.
 */
export function useInternalLinks(): void {
  const router = useRouter()
  useEffect(() => {
    const follow = (event: MouseEvent) => {
      const href = internalHrefOf(event)
      if (href === null) return
      event.preventDefault()
      router.history.push(href)
    }
    document.addEventListener('click', follow)
    return () => document.removeEventListener('click', follow)
  }, [router])
}

function internalHrefOf(event: MouseEvent): string | null {
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
  if (!isPlain || event.defaultPrevented || !(event.target instanceof Element)) return null
  const link = event.target.closest('a')
  if (link === null || link.target !== '' || link.hasAttribute('download')) return null
  const url = new URL(link.href, location.href)
  // A place within the page is the browser's own business.
  if (url.origin !== location.origin || url.hash !== '' || !isScreen(url.pathname)) return null
  return url.pathname + url.search
}

function isScreen(pathname: string): boolean {
  return SCREENS.includes(pathname) || WITH_PLACES.some((path) => pathname.startsWith(`${path}/`))
}
