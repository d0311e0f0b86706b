import { lazy, Suspense } from 'react'
import { hostWords as words } from '#web/messages/host-en.ts'
import type { HostPanelProps } from './host-panel.tsx'

const Panel = lazy(async () => ({ default: (await import('./host-panel.tsx')).HostPanel }))

/** The "host" tab of an instance, fetched when it is first opened. */
export function LazyHostPanel(props: HostPanelProps) {
  return (
    <Suspense fallback={<p role="status">{words.asking}</p>}>
      <Panel {...props} />
    </Suspense>
  )
}
