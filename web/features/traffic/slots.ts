import { createContext, type ReactNode } from 'react'
import type { ForetoldByNode } from '#web/fleet/foretold.ts'

/** What others have to say on this screen; the shell fills it, and what is absent is not shown. */
export interface TrafficSlots {
  /** Above the map. */
  band?: ReactNode
  /** Under what matters now. */
  underNow?: ReactNode
  /** A line under a region of the world. */
  regionNote?: (region: string) => ReactNode
  /** A part of a region's panel. */
  regionSection?: (region: string) => ReactNode
  /** Services that would saturate if what the band tells were done. */
  foretold?: ForetoldByNode
}

export const TrafficSlotsContext = createContext<TrafficSlots>({})
