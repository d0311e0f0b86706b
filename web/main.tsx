import '@mantine/core/styles/baseline.css'
import '@mantine/core/styles/default-css-variables.css'
import '@mantine/core/styles/global.css'
import '#web/app/theme/tokens.css'
import '#web/app/theme/fonts.css'
import '#web/app/theme/base.css'
import { createRoot } from 'react-dom/client'
import { ROUTES } from '#contract/routes.ts'
import { createQueryClient } from '#web/api/query-client.ts'
import { fetchReplayFrames } from '#web/api/replay-frames.ts'
import { connectStream } from '#web/live/connect-stream.ts'
import { createLiveStore } from '#web/live/create-live-store.ts'
import { createReplay } from '#web/live/create-replay.ts'
import { browserEffects, streamUrlOf } from '#web/live/stream-effects.ts'
import { App } from '#web/app/app.tsx'
import { createConsoleRouter } from '#web/app/routes.tsx'

const effects = browserEffects()
const live = createLiveStore({ now: effects.clock.now() })
const stream = connectStream({ ...effects, url: streamUrlOf(location, ROUTES.stream), store: live })
const replay = createReplay({ live, fetchFrames: fetchReplayFrames, clock: effects.clock, timers: effects.timers })
const other = createReplay({ live, fetchFrames: fetchReplayFrames, clock: effects.clock, timers: effects.timers })
const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no place for the console')

createRoot(root).render(
  <App
    router={createConsoleRouter()}
    queries={createQueryClient()}
    live={live}
    replay={replay}
    other={other}
    reconnectNow={stream.reconnectNow}
    styleNonce={document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? ''}
  />,
)
