import { Suspense, lazy, useMemo, useState } from 'react'
import type { TrafficSlots } from '#web/features/traffic/slots.ts'

const RegionNote = lazy(() =>
  import('#web/features/evacuation/on-map/region-note.tsx').then((part) => ({ default: part.RegionNote })),
)
const RegionSection = lazy(() =>
  import('#web/features/evacuation/on-map/region-section.tsx').then((part) => ({ default: part.RegionSection })),
)
const NowNote = lazy(() =>
  import('#web/features/evacuation/on-map/now-note.tsx').then((part) => ({ default: part.NowNote })),
)
const WhatIfBand = lazy(() =>
  import('#web/features/evacuation/on-map/what-if-band.tsx').then((part) => ({ default: part.WhatIfBand })),
)
const Foretell = lazy(() =>
  import('#web/features/evacuation/on-map/foretell.tsx').then((part) => ({ default: part.Foretell })),
)

/**
 * What evacuation says on the traffic screen, fetched behind the first picture; with the address of the same view as
 * things are.
 */
export function useEvacuationSlots(evacuate: string | undefined, asItIs: string): TrafficSlots {
  const [foretold, setForetold] = useState<TrafficSlots['foretold'] | null>(null)
  return useMemo(
    () => ({
      ...(foretold === null || foretold === undefined ? {} : { foretold }),
      ...(evacuate === undefined
        ? {}
        : {
            band: (
              <Suspense fallback={null}>
                <WhatIfBand region={evacuate} asItIs={asItIs} />
                <Foretell region={evacuate} onForetold={setForetold} />
              </Suspense>
            ),
          }),
      underNow: (
        <Suspense fallback={null}>
          <NowNote />
        </Suspense>
      ),
      regionNote: (region) => (
        <Suspense fallback={null}>
          <RegionNote region={region} evacuate={evacuate} />
        </Suspense>
      ),
      regionSection: (region) => (
        <Suspense fallback={null}>
          <RegionSection region={region} evacuate={evacuate} />
        </Suspense>
      ),
    }),
    [evacuate, asItIs, foretold],
  )
}
