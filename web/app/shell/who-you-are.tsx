import { UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Suspense, lazy, useId, useRef, useState } from 'react'
import { sessionQuery } from '#web/api/session.ts'
import { nav } from '#web/messages/en.ts'
import classes from './who-you-are.module.css'

const Panel = lazy(() => import('#web/features/access/who-panel.tsx').then(({ WhoPanel }) => ({ default: WhoPanel })))

/** Who acts when you act; behind the initials, what you may do and how you came in. */
export function WhoYouAre() {
  const { data: session } = useQuery(sessionQuery())
  const [isOpen, setIsOpen] = useState(false)
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const signedIn = session?.signedIn ?? null
  if (session === undefined || signedIn === null) return null
  const close = () => {
    setIsOpen(false)
    button.current?.focus()
  }
  return (
    <div
      className={classes.anchor}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !isOpen) return
        event.stopPropagation()
        close()
      }}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (relatedTarget instanceof Node && !currentTarget.contains(relatedTarget)) setIsOpen(false)
      }}
    >
      <UnstyledButton
        ref={button}
        className={classes.initials}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setIsOpen(!isOpen)}
      >
        {initialsOf(signedIn.name)} <span className="visually-hidden">{nav.you(signedIn.name)}</span>
      </UnstyledButton>
      {isOpen && (
        <div className={classes.panel} id={id} role="dialog" aria-label={nav.you(signedIn.name)} tabIndex={-1}>
          <Suspense fallback={null}>
            <Panel session={session} signedIn={signedIn} onClose={close} />
          </Suspense>
        </div>
      )}
    </div>
  )
}

/** `MK` of `Min Kim`, `RO` of `root`. */
export function initialsOf(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
  const letters = words.length > 1 ? words.slice(0, 2).map((word) => [...word][0]) : [...(words[0] ?? '?')].slice(0, 2)
  return letters.join('').toUpperCase()
}
