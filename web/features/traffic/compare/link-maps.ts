import type { Camera } from '#web/engine/camera/camera.ts'
import type { Engine } from '#web/engine/engine.ts'
import type { EngineView } from '#web/engine/engine-state.ts'

/** What of two maps is needed to keep them together. */
export interface LinkedMap extends Pick<Engine, 'look' | 'watch' | 'setLeastPerDot'> {
  view(): Pick<EngineView, 'camera' | 'moved' | 'flying' | 'requestsPerDot'>
}

/** Nearer than this, CSS px, is the same place. */
const SAME_PX = 0.5
const SAME_ZOOM = 0.001

/**
 * Two maps of the same size that always show the same place. The first leads: where nobody moves either, it is its fit
 * that both show. A hand on the second leads the first. While one is on its way to another view it is left alone: the
 * other goes there, too. A dot stands for the same in both, else their densities could not be compared.
 */
export function linkMaps(first: LinkedMap, second: LinkedMap): () => void {
  /** Where the second was sent: while it is there, no hand has moved it. */
  let sentTo: Camera | null = null
  const follow = (follower: LinkedMap, leader: LinkedMap): void => {
    const to = leader.view()
    const from = follower.view()
    if (to.flying || from.flying || isSame(to.camera, from.camera)) return
    const place = { x: to.camera.x, y: to.camera.y, zoom: to.camera.zoom }
    if (follower === second) sentTo = place
    follower.look(place, 'at-once')
  }
  const onSecond = (): void => {
    const { camera, moved } = second.view()
    const byHand = moved && (sentTo === null || !isSame(camera, sentTo))
    if (byHand) follow(first, second)
    else follow(second, first)
  }
  const shareDots = (): void => {
    const most = Math.max(first.view().requestsPerDot, second.view().requestsPerDot)
    first.setLeastPerDot(most)
    second.setLeastPerDot(most)
  }
  const unwatchFirst = first.watch({ camera: () => follow(second, first), columns: shareDots })
  const unwatchSecond = second.watch({ camera: onSecond, columns: shareDots })
  follow(second, first)
  return () => {
    unwatchFirst()
    unwatchSecond()
    first.setLeastPerDot(0)
    second.setLeastPerDot(0)
  }
}

function isSame(one: Readonly<Camera>, other: Readonly<Camera>): boolean {
  const px = Math.max(Math.abs(one.x - other.x), Math.abs(one.y - other.y)) * one.zoom
  return px < SAME_PX && Math.abs(one.zoom / other.zoom - 1) < SAME_ZOOM
}
