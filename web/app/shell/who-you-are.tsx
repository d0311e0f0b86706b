import { useQuery } from '@tanstack/react-query'
import { meQuery } from '#web/api/about.ts'
import { me } from '#web/messages/en.ts'
import { Hint } from '#web/ui/hint.tsx'
import classes from './top-bar.module.css'

/** Who acts when you act. */
export function WhoYouAre() {
  const { data } = useQuery(meQuery())
  if (data === undefined) return null
  const hint = `${data.name}, ${me.localOperator}. ${me.roles(data.roles.join(', '))}`
  return (
    <Hint text={hint} side="below">
      <div
        className={`${classes.chip} ${classes.me} ${classes.strong}`}
        tabIndex={0}
        role="img"
        aria-label={`${me.label}: ${hint}`}
      >
        {initialsOf(data.name)}
      </div>
    </Hint>
  )
}

/** `MK` of `Min Kim`, `RO` of `root`. */
export function initialsOf(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
  const letters = words.length > 1 ? words.slice(0, 2).map((word) => [...word][0]) : [...(words[0] ?? '?')].slice(0, 2)
  return letters.join('').toUpperCase()
}
