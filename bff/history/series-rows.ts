import { staleAfterMs, type FreshnessRule } from '#contract/freshness.ts'
import { nodeIdOf } from '#contract/ids.ts'
import type { Roster, RosterNode } from '#contract/roster.ts'

/** Of what a series is asked. */
export type SeriesSubject =
  | { kind: 'region'; region: string }
  | { kind: 'service'; region: string; service: string }
  /** Ends are regions or `region/service`; the target may name the protocol: `us-east-1/identity:http`. */
  | { kind: 'stream'; source: string; target: string }

/** Where a subject stands in the frames of one roster: plain numbers, so that they can be sent to a thread. */
export type SeriesRows =
  | { kind: 'region'; index: number; staleAfterMs: number }
  | { kind: 'nodes' | 'edges'; rows: readonly SeriesRow[] }

export interface SeriesRow {
  row: number
  feed: number
  staleAfterMs: number
}

/** Null where this roster knows nothing of it. */
export function rowsOfSubject(subject: SeriesSubject, roster: Roster, rule: FreshnessRule): SeriesRows | null {
  switch (subject.kind) {
    case 'region': {
      const index = roster.regions.findIndex(({ id }) => id === subject.region)
      if (index < 0) return null
      const periods = roster.feeds.filter(({ region }) => region === subject.region).map(({ periodMs }) => periodMs)
      return { kind: 'region', index, staleAfterMs: staleAfterMs(Math.max(0, ...periods), rule) }
    }
    case 'service': {
      const row = roster.nodes.findIndex(
        ({ region, service }) => region === subject.region && service === subject.service,
      )
      const node = roster.nodes[row]
      return node === undefined ? null : { kind: 'nodes', rows: [seriesRow(row, node.feed, roster, rule)] }
    }
    case 'stream': {
      const rows = roster.edges.flatMap((edge, row) => {
        const [source, target] = [roster.nodes[edge.source], roster.nodes[edge.target]]
        if (source === undefined || target === undefined || edge.gone === true) return []
        const isMeant = isEnd(subject.source, source) && isTarget(subject.target, target, edge.protocol)
        return isMeant ? [seriesRow(row, edge.feed, roster, rule)] : []
      })
      return rows.length === 0 ? null : { kind: 'edges', rows }
    }
  }
}

/** Every service of a region there is now. */
export function servicesOfRegion(region: string, roster: Roster | null): string[] {
  return (roster?.nodes ?? []).flatMap((node) => (node.region === region && node.gone !== true ? [node.service] : []))
}

function seriesRow(row: number, feed: number, roster: Roster, rule: FreshnessRule): SeriesRow {
  return { row, feed, staleAfterMs: staleAfterMs(roster.feeds[feed]?.periodMs ?? NaN, rule) }
}

function isEnd(end: string, node: RosterNode): boolean {
  return end === node.region || end === nodeIdOf(node)
}

function isTarget(end: string, node: RosterNode, protocol: string): boolean {
  return isEnd(end, node) || end === `${nodeIdOf(node)}:${protocol}`
}
