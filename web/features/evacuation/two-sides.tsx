import type { ReactNode } from 'react'
import { StaleBand } from './stale-band.tsx'
import classes from './two-sides.module.css'
import type { Staleness } from './use-staleness.ts'

export interface TwoSidesProps {
  title: string
  /** Beside the title. */
  link: ReactNode
  /** Under it. */
  lead?: string
  stale: Staleness | null
  left: ReactNode
  right: ReactNode
}

/** A screen of this room: what there is on the left, what one of it comes to on the right; grey while it is old. */
export function TwoSides({ title, link, lead, stale, left, right }: TwoSidesProps) {
  return (
    <div className={classes.screen} data-stale={stale !== null || undefined}>
      {stale !== null && <StaleBand since={stale.since} why={stale.why} />}
      <div className={classes.columns}>
        <div className={classes.left}>
          <header className={classes.head}>
            <h1 className={classes.title}>{title}</h1>
            {link}
            {lead !== undefined && <p>{lead}</p>}
          </header>
          {left}
        </div>
        <div className={classes.right}>{right}</div>
      </div>
    </div>
  )
}
