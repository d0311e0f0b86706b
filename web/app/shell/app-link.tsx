import { useRouter } from '@tanstack/react-router'
import type { ComponentPropsWithRef, MouseEvent } from 'react'

export interface AppLinkProps extends ComponentPropsWithRef<'a'> {
  /** From `#web/urls/urls.ts`. */
  href: string
}

/** A link within the console: an ordinary one for the browser (new tab, copy), without a reload on a plain click. */
export function AppLink({ href, onClick, children, ...rest }: AppLinkProps) {
  const router = useRouter()
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event)
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
    if (event.defaultPrevented || !plain) return
    event.preventDefault()
    router.history.push(href)
  }
  return (
    <a {...rest} href={href} onClick={follow}>
      {children}
    </a>
  )
}
