import { layoutRegion } from './region-layout.ts'
import type { LayoutAnswer, LayoutQuestion } from './lay-out-aside.ts'

/** A thread for one layout: what is asked comes as one message; progress and the places go back. */
self.addEventListener('message', (event: MessageEvent<LayoutQuestion>) => {
  let told = 0
  const places = layoutRegion(event.data.input, (share) => {
    if (share - told < 0.05) return
    told = share
    answer({ kind: 'progress', share })
  })
  answer({ kind: 'done', places })
})

function answer(message: LayoutAnswer): void {
  self.postMessage(message)
}
