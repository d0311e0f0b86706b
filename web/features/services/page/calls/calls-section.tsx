import type { ReactNode } from 'react'
import { servicePageWords } from '#web/messages/service-page-en.ts'
import type { Fleet } from '#web/fleet/fleet.ts'
import type { RegionPicture } from '../facts/region-picture.ts'
import page from '../page.module.css'
import classes from './calls-section.module.css'
import { Dependencies } from './dependencies.tsx'
import { NeighbourRows } from './neighbour-rows.tsx'

export interface CallsSectionProps {
  fleet: Fleet
  picture: RegionPicture
  pictures: readonly RegionPicture[]
  /** Draws who calls it and whom it calls, of the moment shown. */
  neighbourhood: ReactNode
}

const words = servicePageWords.calls

/** Who calls it and whom it calls, in one region, as a picture and in numbers. */
export function CallsSection({ fleet, picture, pictures, neighbourhood }: CallsSectionProps) {
  const { region, node, callers, callees } = picture
  return (
    <>
      <h2 className={page.heading}>
        {servicePageWords.sections.calls}
        <span className={page.summary}>{words.elsewhere(region)}</span>
      </h2>
      <div className={classes.frame} role="img" aria-label={words.picture(node.name, region)}>
        {neighbourhood}
      </div>
      <div className={page.columns}>
        <NeighbourRows
          title={words.callers}
          hint={words.shareHint.callers}
          nobody={words.noCallers}
          connections={callers}
          end="source"
          region={region}
        />
        <NeighbourRows
          title={words.callees}
          hint={words.shareHint.callees}
          nobody={words.noCallees}
          connections={callees}
          end="target"
          region={region}
        />
      </div>
      <Dependencies fleet={fleet} pictures={pictures} />
    </>
  )
}
