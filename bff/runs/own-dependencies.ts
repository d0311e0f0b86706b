import type { OwnDependency } from '#contract/evacuation/api.ts'
import type { SourceStatus } from '#contract/source-status.ts'
import type { AskedAddress } from './ask-addresses.ts'
import type { PlaneWatch } from './watch-planes.ts'

/**
 * What this console itself stands on, and how it was when it was last asked: without its metrics it is blind, without
 * its planes' interfaces it cannot act, without the identity provider nobody comes in. What fails comes first.
 */
export function ownDependencies(input: {
  sources: readonly SourceStatus[]
  planes: ReturnType<PlaneWatch['planes']>
  asked: readonly AskedAddress[]
  /** Listed without an address. */
  named: readonly { name: string; region: string }[]
}): OwnDependency[] {
  const rows = [
    ...input.sources.map(ofSource),
    ...input.planes.flatMap(ofPlane),
    ...input.asked.map(({ kind, name, region, checkedAt, works, says }) => ({
      kind,
      what: name,
      region,
      checkedAt,
      works,
      says,
    })),
    ...input.named.map(({ name, region }): OwnDependency => ({
      kind: 'named',
      what: name,
      region,
      checkedAt: null,
      works: null,
      says: 'nobody asks it: its entry under evacuation.dependencies has no url',
    })),
  ]
  const rank = ({ works }: OwnDependency) => (works === false ? 0 : works === null ? 1 : 2)
  return rows.toSorted((one, other) => rank(one) - rank(other))
}

function ofSource(source: SourceStatus): OwnDependency {
  const regions = [...new Set(source.feeds.map(({ region }) => region))]
  const [problem] = source.problems
  const works = source.state === 'connected' ? true : source.state === 'connecting' ? null : false
  return {
    kind: 'metrics',
    what: source.id,
    // A source of one region's numbers is taken to stand there; one of several says nothing of where it stands.
    region: regions.length === 1 ? (regions[0] ?? null) : null,
    checkedAt: works === false ? (problem?.at ?? source.lastAnswerAt) : source.lastAnswerAt,
    works,
    says: works === true ? 'answers' : works === null ? 'not asked yet' : (problem?.message ?? 'does not answer'),
  }
}

/** One row for each region the plane's interface lives in. */
function ofPlane({ descriptor, instances }: ReturnType<PlaneWatch['planes']>[number]): OwnDependency[] {
  const byRegion = Map.groupBy(instances, (state) => descriptor.livesIn?.[idOf(state)] ?? null)
  return [...byRegion].map(([region, states]) => {
    const silent = states.flatMap((state) => (state.kind === 'unread' ? [state] : []))
    const unasked = silent.filter(({ why }) => why === NOT_ASKED).length
    const [first] = silent
    return {
      kind: 'plane',
      what: descriptor.id,
      region,
      checkedAt: unasked === states.length ? null : Math.max(...states.map(atOf)),
      works: unasked === states.length ? null : silent.length === 0,
      says:
        first === undefined
          ? `${states.length} of ${states.length} answer`
          : `${states.length - silent.length} of ${states.length} answer; ${first.instance}: ${first.why}`,
    }
  })
}

type State = ReturnType<PlaneWatch['planes']>[number]['instances'][number]

const NOT_ASKED = 'not asked yet'

function idOf(state: State): string {
  return state.kind === 'read' ? state.reading.instance : state.instance
}

function atOf(state: State): number {
  return state.kind === 'read' ? state.reading.at : state.at
}
