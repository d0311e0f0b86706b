import { isTestFile, matchesPlace, roomOf } from './places.ts'
import { PURE_ROOMS } from './rooms.ts'

/** What code may reach for without an import: the clock, chance, timers, the network, the console. */
export type Reach = 'clock' | 'chance' | 'frames' | 'timers' | 'network' | 'console'

interface SurroundingWall {
  reach: Reach
  /** Where it is forbidden: rooms or, with a trailing `/`, everything below. */
  forbiddenIn: readonly string[]
  /** Rooms or files where it is allowed after all. */
  but: readonly string[]
  why: string
}

export const SURROUNDING_WALLS: readonly SurroundingWall[] = [
  {
    reach: 'clock',
    forbiddenIn: [...PURE_ROOMS, 'bff/'],
    // The agent is a program of its own, of one file.
    but: ['bff/clock.ts', 'bff/probes/agent.ts'],
    why: 'time is an argument; the one clock is bff/clock.ts',
  },
  { reach: 'chance', forbiddenIn: PURE_ROOMS, but: [], why: 'chance comes from a seed' },
  {
    reach: 'frames',
    forbiddenIn: ['web/'],
    but: [],
    why: 'one owner of the frame: the useFrame of the picture',
  },
  {
    reach: 'timers',
    forbiddenIn: [...PURE_ROOMS, 'web/'],
    but: ['web/live'],
    why: 'what repeats hangs on live/, so that panels refresh together',
  },
  {
    reach: 'network',
    forbiddenIn: [...PURE_ROOMS, 'web/'],
    but: ['web/live', 'web/api'],
    why: 'the browser asks through api/ and listens through live/',
  },
  {
    reach: 'console',
    forbiddenIn: [...PURE_ROOMS, 'bff/', 'web/'],
    but: ['bff/main.ts', 'bff/demo.ts', 'bff/doctor.ts'],
    why: 'write to the log, or let the caller print',
  },
]

/** Why this file may not reach for that, or null. */
export function judgeReach(path: string, reach: Reach): string | null {
  if (isTestFile(path)) return null
  const room = roomOf(path)
  const wall = SURROUNDING_WALLS.find(
    (candidate) =>
      candidate.reach === reach &&
      candidate.forbiddenIn.some((place) => (place.endsWith('/') ? path.startsWith(place) : place === room)) &&
      !candidate.but.some((place) => matchesPlace(place, room) || matchesPlace(place, path)),
  )
  return wall === undefined ? null : wall.why
}
