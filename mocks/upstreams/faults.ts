/**
 * What can be wrong with an upstream, on purpose: a switch a surface (the API that Spillway asks, the `/metrics` that a
 * Prometheus scrapes), for tests and scenarios.
 */
export const FAULT_KINDS = [
  /** Takes the request and never answers. */
  'hang',
  /** Sends half of the answer and closes the connection in order. */
  'truncate',
  /** Sends half of the answer and resets the connection. */
  'reset',
  /** A login page with status 200. */
  'html',
  /** Status 500 with a text. */
  'error-500',
  /** 200 MB where a small answer belongs. */
  'huge',
  /** No new samples: scrapes fail, while everything else goes on answering. */
  'frozen',
] as const
export type FaultKind = (typeof FAULT_KINDS)[number]
export const SURFACES = ['api', 'metrics', 'pmproxy', 'hystrix', 'alertmanager', 'eureka', 'atlas'] as const
export type Surface = (typeof SURFACES)[number]

export interface Fault {
  kind: FaultKind
  surface: Surface
  /** Only this region's scrapes; all where absent. Of `frozen` and `/metrics` alone. */
  region?: string | undefined
}

export interface FaultBoard {
  set(fault: Fault): void
  clear(): void
  /** The fault that this request meets now. */
  faultOf(surface: Surface, region: string | null): FaultKind | null
  /** The instant after which samples of this region are hidden from a query about `at`; `at` itself for none. */
  visibleUntil(region: string, at: number): number
}

interface Freeze {
  region: string | undefined
  from: number
  to: number
}

/** `now` is the world's clock. */
export function createFaultBoard(now: () => number): FaultBoard {
  let faults: Fault[] = []
  const freezes: Freeze[] = []
  return {
    set(fault) {
      faults.push(fault)
      if (fault.kind === 'frozen') freezes.push({ region: fault.region, from: now(), to: Infinity })
    },
    clear() {
      faults = []
      for (const freeze of freezes) freeze.to = Math.min(freeze.to, now())
    },
    faultOf(surface, region) {
      const fault = faults.find((one) => one.surface === surface && (one.region === undefined || one.region === region))
      if (fault === undefined) return null
      if (fault.kind !== 'frozen') return fault.kind
      // A target that is frozen never answers its scrape; the API hides samples by visibleUntil.
      return surface === 'metrics' ? 'hang' : null
    },
    visibleUntil(region, at) {
      const freeze = freezes.find((one) => (one.region ?? region) === region && one.from <= at && at < one.to)
      return freeze?.from ?? at
    },
  }
}
