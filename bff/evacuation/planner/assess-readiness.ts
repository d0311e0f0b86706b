import type { EvacuationScope, Prediction } from '#contract/evacuation/plan.ts'
import type { RegionId } from '#contract/ids.ts'
import { namesOf } from './demand-matrix.ts'
import { percent, rate } from './envelope.ts'
import { predict } from './predict.ts'
import { servicesOnlyIn } from './services-only-in.ts'
import type { Situation } from './situation.ts'
import { mustPromote, wordsOfMs } from './stores-at-stake.ts'

/** What would stand in the way of leaving a region, found on a calm day. */
export interface Readiness {
  region: RegionId
  findings: readonly ReadinessFinding[]
  /** What leaving it would do by now. */
  prediction: Prediction
}

export interface ReadinessFinding {
  about: 'drill' | 'capacity' | 'stores' | 'services' | 'jobs' | 'planes' | 'credentials' | 'dependencies' | 'plan'
  state: 'ready' | 'warns' | 'not-ready' | 'unknown'
  /** One sentence with its numbers. */
  says: string
}

export interface ReadinessFacts {
  situation: Situation
  /** Newest drill or evacuation of the region that was completed, UTC ms; null when never. */
  lastDrill: { region: RegionId; at: number }[]
  /** When each plane's credentials were last proven by a call, and when they expire; NaN where unknown. */
  credentials: readonly { plane: string; provenAt: number; expiresAt: number }[]
  /** Tests of what this console itself needs, per region it was tried from or without. */
  dependencies: readonly { what: string; region: RegionId; works: boolean; why: string }[]
  standingPlan: readonly { region: RegionId; approved: boolean; differences: readonly string[] }[]
}

const DRILL_WARNS_MS = 30 * 86_400_000
const DRILL_STALE_MS = 90 * 86_400_000
const CREDENTIALS_STALE_MS = 86_400_000
const EXPIRES_SOON_MS = 7 * 86_400_000
const LAG_WARNS_MS = 60_000

/** Every region, the least ready first. */
export function assessReadiness(facts: ReadinessFacts): Readiness[] {
  const readiness = facts.situation.regions.map(({ region }) => readinessOf(facts, region))
  const badness = ({ findings }: Readiness) =>
    findings.reduce((sum, { state }) => sum + { ready: 0, warns: 1, unknown: 10, 'not-ready': 100 }[state], 0)
  return readiness.toSorted((one, other) => badness(other) - badness(one))
}

function readinessOf(facts: ReadinessFacts, region: RegionId): Readiness {
  const { situation } = facts
  const scope: EvacuationScope = { kind: 'region', region }
  const prediction = predict({ situation, scope, placement: 'headroom' })
  const findings = [
    drillFinding(facts, region),
    capacityFinding(prediction),
    ...storeFindings(situation, region),
    servicesFinding(situation, region),
    ...jobFindings(situation, region),
    ...planeFindings(situation, region),
    ...credentialFindings(facts),
    ...dependencyFindings(facts, region),
    ...planFindings(facts, region),
  ]
  return { region, findings, prediction }
}

function drillFinding({ situation, lastDrill }: ReadinessFacts, region: RegionId): ReadinessFinding {
  const last = Math.max(...lastDrill.filter((each) => each.region === region).map(({ at }) => at))
  if (!Number.isFinite(last)) return { about: 'drill', state: 'not-ready', says: `${region} has never been evacuated` }
  const age = situation.at - last
  const days = Math.floor(age / 86_400_000)
  const state = age > DRILL_STALE_MS ? 'not-ready' : age > DRILL_WARNS_MS ? 'warns' : 'ready'
  return { about: 'drill', state, says: `last evacuated ${days} ${days === 1 ? 'day' : 'days'} ago` }
}

function capacityFinding(prediction: Prediction): ReadinessFinding {
  const { word, shortfallRequestsPerSecond: short, shortfallShare: share, firstToSaturate: first } = prediction
  if (word === 'unknown') {
    const why = namesOf(prediction.guesses)
    return { about: 'capacity', state: 'unknown', says: `whether the saviors can carry it is unknown: ${why}` }
  }
  if (word === 'short') {
    const where = first === null || first === undefined ? '' : `; ${first.service} in ${first.region} saturates first`
    const says =
      short === null || share === null || short === 0
        ? 'the saviors may not take all of it'
        : `the saviors are short of ${rate(short)}, ${percent(share)} of the moved load${where}`
    return { about: 'capacity', state: 'not-ready', says }
  }
  const more = prediction.survivesOneMore === true ? 'one more region could be lost' : 'one more could not be lost'
  if (word === 'tight') return { about: 'capacity', state: 'warns', says: `the saviors can carry it, barely; ${more}` }
  return { about: 'capacity', state: 'ready', says: `the saviors can carry it; ${more}` }
}

function storeFindings({ stores, regions }: Situation, region: RegionId): ReadinessFinding[] {
  return stores
    .filter((store) => store.regions.includes(region))
    .map((store): ReadinessFinding => {
      const copies = store.regions.filter(
        (each) => each !== region && regions.some((other) => other.region === each && other.unfit === null),
      )
      if (copies.length === 0)
        return storeFinding(`${store.store} has no copy in a region that can take over`, 'not-ready')
      if (Number.isNaN(store.lagMs))
        return storeFinding(`nobody measures how far the copies of ${store.store} lag`, 'unknown')
      const lag = `the copies of ${store.store} lag by ${wordsOfMs(store.lagMs)}`
      const byHand = mustPromote(store, region) && (store.promoteHook === undefined || store.fenceHook === undefined)
      if (store.lagMs > LAG_WARNS_MS) return storeFinding(lag, 'not-ready')
      return byHand ? storeFinding(`${lag}; it is fenced and promoted by hand`, 'warns') : storeFinding(lag, 'ready')
    })
}

function storeFinding(says: string, state: ReadinessFinding['state']): ReadinessFinding {
  return { about: 'stores', state, says }
}

function servicesFinding(situation: Situation, region: RegionId): ReadinessFinding {
  const only = servicesOnlyIn(situation, region)
  if (situation.capacity.length === 0) return { about: 'services', state: 'unknown', says: 'no inventory of services' }
  return only.length === 0
    ? { about: 'services', state: 'ready', says: 'every service runs elsewhere too' }
    : { about: 'services', state: 'not-ready', says: `only in ${region}: ${namesOf(only)}` }
}

function jobFindings({ jobs }: Situation, region: RegionId): ReadinessFinding[] {
  const stuck = jobs.filter((job) => job.region === region && !job.movable).map(({ job }) => job)
  return stuck.length === 0
    ? []
    : [{ about: 'jobs', state: 'warns', says: `${namesOf(stuck)} can run nowhere else and stops with the region` }]
}

function planeFindings({ planes }: Situation, region: RegionId): ReadinessFinding[] {
  return planes.flatMap(({ descriptor, readings }): ReadinessFinding[] => {
    const read = new Set(readings.map(({ instance }) => instance))
    const silent = descriptor.instances.filter((instance) => !read.has(instance))
    const lives = descriptor.instances.every((instance) => descriptor.livesIn?.[instance] === region)
    return [
      ...(silent.length === 0
        ? []
        : [
            {
              about: 'planes',
              state: 'not-ready',
              says: `${descriptor.id}: ${namesOf(silent)} cannot be read`,
            } as const,
          ]),
      ...(lives
        ? [
            {
              about: 'planes',
              state: 'warns',
              says: `${descriptor.id} lives in ${region} alone and goes with it`,
            } as const,
          ]
        : []),
    ]
  })
}

function credentialFindings({ situation, credentials }: ReadinessFacts): ReadinessFinding[] {
  return credentials.flatMap(({ plane, provenAt, expiresAt }): ReadinessFinding[] => {
    const about = 'credentials' as const
    if (expiresAt <= situation.at)
      return [{ about, state: 'not-ready', says: `the credentials of ${plane} have expired` }]
    if (Number.isNaN(provenAt))
      return [{ about, state: 'unknown', says: `the credentials of ${plane} were never tried` }]
    const age = situation.at - provenAt
    if (age > CREDENTIALS_STALE_MS) {
      return [{ about, state: 'warns', says: `the credentials of ${plane} were last proven ${wordsOfMs(age)} ago` }]
    }
    return expiresAt - situation.at < EXPIRES_SOON_MS
      ? [
          {
            about,
            state: 'warns',
            says: `the credentials of ${plane} expire in ${wordsOfMs(expiresAt - situation.at)}`,
          },
        ]
      : []
  })
}

function dependencyFindings({ dependencies }: ReadinessFacts, region: RegionId): ReadinessFinding[] {
  return dependencies
    .filter((each) => each.region === region && !each.works)
    .map(({ what, why }) => ({ about: 'dependencies', state: 'not-ready', says: `without ${region}, ${what}: ${why}` }))
}

function planFindings({ standingPlan }: ReadinessFacts, region: RegionId): ReadinessFinding[] {
  const plan = standingPlan.find((each) => each.region === region)
  const about = 'plan' as const
  if (plan === undefined) return [{ about, state: 'warns', says: 'there is no standing plan' }]
  if (!plan.approved) return [{ about, state: 'warns', says: 'its standing plan is not approved' }]
  if (plan.differences.length === 0)
    return [{ about, state: 'ready', says: 'its standing plan is approved and still right' }]
  return [{ about, state: 'warns', says: `its standing plan is no longer right: ${namesOf(plan.differences)}` }]
}
