import type { Roster, RosterNode } from '#contract/roster.ts'

/**
 * The roster turned round: services, each with the places it runs in (one a region). Made anew when the roster changes,
 * never for a new second; what moves is written into columns over these rows.
 */
export interface ServiceIndex {
  roster: Roster
  /** Ids, as the roster orders them. */
  regions: readonly string[]
  services: readonly IndexedService[]
  /** Places of service s: from `firstPlace[s]` up to `firstPlace[s + 1]`. */
  firstPlace: Int32Array
  /** Of each place: its row of the roster's nodes. */
  nodeRow: Int32Array
  /** Of each place: its row of `regions`; −1 for what lies in none. */
  regionRow: Int16Array
  /** By `us-east-1/api`. */
  placeOf: ReadonlyMap<string, number>
  /** Whom each place calls, everybody once: from `firstCallee[p]` up to `firstCallee[p + 1]`. */
  firstCallee: Int32Array
  calleeNodeRow: Int32Array
}

export interface IndexedService {
  id: string
  name: string
  kind: RosterNode['kind']
  owner: string | null
  domain: string | null
}

export function indexServices(roster: Roster): ServiceIndex {
  const regions = roster.regions.map(({ id }) => id)
  const rowsByService = new Map<string, number[]>()
  roster.nodes.forEach((node, row) => {
    if (node.gone === true || isOutside(node)) return
    const rows = rowsByService.get(node.service)
    if (rows === undefined) rowsByService.set(node.service, [row])
    else rows.push(row)
  })
  const nodeRows = [...rowsByService.values()]
  const nodeRow = Int32Array.from(nodeRows.flat())
  const firstPlace = startsOf(nodeRows.map(({ length }) => length))
  const callees = calleesOf(roster, nodeRow)
  return {
    roster,
    regions,
    services: [...rowsByService].map(([id, rows]) => describe(id, rows, roster)),
    firstPlace,
    nodeRow,
    regionRow: Int16Array.from(nodeRow, (row) => regions.indexOf(roster.nodes[row]?.region ?? '')),
    placeOf: new Map(
      [...nodeRow].map((row, place) => {
        const node = roster.nodes[row]
        return [`${node?.region}/${node?.service}`, place]
      }),
    ),
    firstCallee: startsOf(callees.map(({ length }) => length)),
    calleeNodeRow: Int32Array.from(callees.flat()),
  }
}

/** INTERNET and the CDN are nobody's service. */
function isOutside({ kind }: RosterNode): boolean {
  return kind === 'internet' || kind === 'cdn'
}

function describe(id: string, rows: readonly number[], roster: Roster): IndexedService {
  const nodes = rows.flatMap((row) => roster.nodes[row] ?? [])
  return {
    id,
    name: nodes[0]?.name ?? id,
    kind: nodes[0]?.kind ?? 'service',
    owner: nodes.find(({ owner }) => owner !== undefined)?.owner ?? null,
    domain: nodes.find(({ domain }) => domain !== undefined)?.domain ?? null,
  }
}

function startsOf(lengths: readonly number[]): Int32Array {
  const starts = new Int32Array(lengths.length + 1)
  lengths.forEach((length, index) => {
    starts[index + 1] = (starts[index] ?? 0) + length
  })
  return starts
}

function calleesOf({ nodes, edges }: Roster, nodeRow: Int32Array): number[][] {
  const targets = nodes.map(() => new Set<number>())
  for (const { source, target, gone } of edges) if (gone !== true) targets[source]?.add(target)
  return [...nodeRow].map((row) => [...(targets[row] ?? [])])
}
