import { OUTCOMES, type World } from '#mocks/world/world.ts'
import type { FaultBoard } from '../faults.ts'
import type { Recorder } from '../recorder.ts'
import { regionIdOf } from '../world-labels.ts'
import type { AlertStore } from './alert-store.ts'

/**
 * The alerting rules of the simulated company, evaluated every few seconds over what its Prometheus remembers. The team
 * that wrote them says `PLAYBACK-LICENSE-PROD` where others say `playback-license`, and `cluster` for the region.
 */
export interface WorldAlerts {
  /** Call after each sample of the recorder, with its time. */
  sample(at: number): void
}

const EVERY_MS = 5_000
const WINDOW_MS = 60_000
const FAILURES: ReadonlySet<string> = new Set(['error', 'timeout'])

interface Sick {
  alertname: string
  severity: 'warning' | 'critical'
  /** Has to be so for this long. */
  forMs: number
  /** `place` is a service and its region. */
  summary: (place: string) => string
}

interface Pending {
  since: number
  labels: Record<string, string>
  annotations: Record<string, string>
  hasFired: boolean
}

export function createWorldAlerts(input: {
  world: World
  recorder: Recorder
  faults: FaultBoard
  alerts: AlertStore
}): WorldAlerts {
  const { world, recorder, faults, alerts } = input
  const { catalog } = world
  const pending = catalog.nodes.map(() => new Map<string, Pending>())
  let evaluatedAt = -Infinity

  /** Requests and failures per second that came to each node; nothing where there are no samples. */
  function arrivals(at: number): { requests: Float64Array; failures: Float64Array } | null {
    const rates = recorder.rates('requests', { at, windowMs: WINDOW_MS, until: at })
    if (rates === null) return null
    const requests = new Float64Array(catalog.nodes.length)
    const failures = new Float64Array(catalog.nodes.length)
    catalog.edges.forEach(({ target }, edge) => {
      OUTCOMES.forEach((outcome, index) => {
        const rate = rates[edge * OUTCOMES.length + index] ?? 0
        requests[target] = (requests[target] ?? 0) + rate
        if (FAILURES.has(outcome)) failures[target] = (failures[target] ?? 0) + rate
      })
    })
    return { requests, failures }
  }

  function evaluate(at: number): void {
    const arrived = arrivals(at)
    if (arrived === null) return
    const saturation = recorder.gauge('saturation', at, at)
    const breakersOpen = recorder.gauge('breakersOpen', at, at)
    const posts = [watchdog(at)]
    catalog.nodes.forEach((node, row) => {
      if (node.region < 0) return
      const region = regionIdOf(catalog, node.region)
      // Who is not scraped raises no alert: what burned is not repeated, and goes out.
      if (faults.visibleUntil(region, at) < at) return
      const requests = arrived.requests[row] ?? 0
      const sick = sicknessesOf({
        requests,
        errorShare: requests > 0 ? (arrived.failures[row] ?? 0) / requests : 0,
        saturation: saturation?.[row] ?? NaN,
        breakersOpen: breakersOpen?.[row] ?? NaN,
      })
      const named = { service: `${node.service.toUpperCase()}-PROD`, cluster: region, team: node.owner }
      posts.push(...settle(pending[row], { sick, named, at }))
    })
    alerts.post(posts, at)
  }

  return {
    sample(at) {
      if (at - evaluatedAt < EVERY_MS) return
      evaluatedAt = at
      evaluate(at)
    },
  }
}

function sicknessesOf(node: {
  requests: number
  errorShare: number
  saturation: number
  breakersOpen: number
}): Sick[] {
  const { requests, errorShare, saturation, breakersOpen } = node
  const percent = `${(errorShare * 100).toFixed(1)} %`
  const isAsked = requests > 1
  return [
    ...(isAsked && errorShare > 0.03 ? [failing('warning', percent)] : []),
    ...(isAsked && errorShare > 0.1 ? [failing('critical', percent)] : []),
    ...(breakersOpen > 0
      ? [
          {
            alertname: 'CircuitOpen',
            severity: 'warning' as const,
            forMs: 15_000,
            summary: (place: string) => `Circuits of ${place} are open`,
          },
        ]
      : []),
    ...(saturation > 0.95
      ? [
          {
            alertname: 'NearlyFull',
            severity: 'warning' as const,
            forMs: 60_000,
            summary: (place: string) => `The instances of ${place} work at their limit`,
          },
        ]
      : []),
  ]
}

function failing(severity: Sick['severity'], percent: string): Sick {
  return {
    alertname: 'HighErrorShare',
    severity,
    forMs: 30_000,
    summary: (place) => `${percent} of the requests to ${place} fail`,
  }
}

/** As Prometheus does: pending for a while, then told again and again; what ends is told once, with its end. */
function settle(
  pending: Map<string, Pending> = new Map(),
  { sick, named, at }: { sick: readonly Sick[]; named: { service: string; cluster: string; team: string }; at: number },
): PostedAlert[] {
  const posts: PostedAlert[] = []
  const now = new Map<string, Sick>(sick.map((one) => [`${one.alertname} ${one.severity}`, one] as const))
  for (const [key, { alertname, severity, forMs, summary }] of now) {
    const since = pending.get(key)?.since ?? at
    const annotations = {
      summary: summary(`${named.service} in ${named.cluster}`),
      runbook_url: `https://runbooks.example.com/${alertname}`,
    }
    const labels = { alertname, severity, ...named }
    const hasFired = at - since >= forMs
    pending.set(key, { since, labels, annotations, hasFired })
    if (hasFired) posts.push({ labels, annotations, startsAt: new Date(since + forMs).toISOString() })
  }
  for (const [key, { labels, annotations, hasFired }] of pending) {
    if (now.has(key)) continue
    pending.delete(key)
    if (hasFired) posts.push({ labels, annotations, endsAt: new Date(at).toISOString() })
  }
  return posts
}

interface PostedAlert {
  labels: Record<string, string>
  annotations: Record<string, string>
  startsAt?: string
  endsAt?: string
}

/** Always burns, so that its absence can be noticed; it is of no service. */
function watchdog(at: number): PostedAlert {
  return {
    labels: { alertname: 'Watchdog', severity: 'none' },
    annotations: { summary: 'The alerting works' },
    endsAt: new Date(at + 3_600_000).toISOString(),
  }
}
