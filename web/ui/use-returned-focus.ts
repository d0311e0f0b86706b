import { useEffect, useState } from 'react'

/** For whatever opens over a page and is gone when it closes: then the focus is back where it was opened from. */
export function useReturnedFocus(): void {
  const [opener] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true })
    },
    [opener],
  )
}
