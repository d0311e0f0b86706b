import type { FreshnessRule } from '#contract/freshness.ts'
import type { NodeNotice } from '#contract/roster.ts'
import type { EdgeReading, NodeReading, SourceReport } from './report.ts'
import type { RowBook } from './row-book.ts'
import { mayTakeOver, type EdgeRow, type FeedRow, type NodeRow } from './rows.ts'

/** A feed that no report declares is taken to speak this often. */
const UNDECLARED_PERIOD_MS = 10_000

/**
 * Reports of one source list the same edges in the same order nearly always: the row at the same place of the last
 * report is tried first, which spares the look-ups by key.
 */
export type LastEdges = Map<string, EdgeRow[]>

interface AcceptInput {
  book: RowBook
  lastEdges: LastEdges
  freshness: FreshnessRule
  report: SourceReport
}

export function acceptRows({ book, lastEdges, freshness: rule, report }: AcceptInput): void {
  const feeds = new Map<string, FeedRow>()
  for (const reading of report.feeds) {
    const feed = book.feed({ source: report.source, region: reading.region, periodMs: reading.periodMs })
    feeds.set(reading.region, feed)
    // What was once seen only grows older; "never seen" in a later report takes nothing back.
    if (!Number.isNaN(reading.observedAt)) feed.observedAt = reading.observedAt
  }
  const feedOf = (region: string, observedAt: number): FeedRow => {
    const declared = feeds.get(region)
    if (declared !== undefined) return declared
    const periodMs = report.feeds[0]?.periodMs ?? UNDECLARED_PERIOD_MS
    const feed = book.feed({ source: report.source, region, periodMs })
    if (!(observedAt <= feed.observedAt) && !Number.isNaN(observedAt)) feed.observedAt = observedAt
    return feed
  }
  const last = lastEdges.get(report.source) ?? []
  const { at } = report
  for (const [place, reading] of report.edges.entries()) {
    const feed = feedOf(reading.feedRegion, reading.observedAt)
    const remembered = last[place]
    const row = remembered !== undefined && isEdge(remembered, reading) ? remembered : book.edge(reading, feed)
    last[place] = row
    feed.edgesAt = at
    feed.nodesAt = at
    mentionNode({ book, row: row.source, feed, at })
    mentionNode({ book, row: row.target, feed, at })
    acceptEdge({ book, row, reading, feed, at, rule })
  }
  lastEdges.set(report.source, last)
  for (const reading of report.nodes) {
    const feed = feedOf(reading.feedRegion, reading.observedAt)
    feed.nodesAt = at
    const row = book.node(reading.region, reading.service, feed)
    mentionNode({ book, row, feed, at })
    acceptNode({ book, row, reading, feed, rule })
  }
}

function isEdge(row: EdgeRow, reading: EdgeReading): boolean {
  return (
    row.target.service === reading.target &&
    row.source.service === reading.source &&
    row.source.region === reading.sourceRegion &&
    row.target.region === reading.targetRegion &&
    row.protocol === reading.protocol
  )
}

const EDGE_MEASURES = ['requestsPerSecond', 'errorShare', 'degradedShare', 'p99LatencyMs'] as const

interface EdgeInput {
  book: RowBook
  row: EdgeRow
  reading: EdgeReading
  feed: FeedRow
  at: number
  rule: FreshnessRule
}

/**
 * Values are news only with a newer sample. Asked again over the same samples a rate withers: its window moves on
 * while its counters stand, and a frozen target's traffic would seem to die away. Only what was unknown is filled in.
 */
function acceptEdge({ book, row, reading, feed, at, rule }: EdgeInput): void {
  row.mentionedAt = at
  if (row.gone) {
    row.gone = false
    book.edgeChanged(row)
  }
  if (!mayTakeOver({ holder: row.feed, heldAt: row.observedAt, reader: feed, readAt: reading.observedAt, rule })) return
  const isNews = row.feed !== feed || !(reading.observedAt <= row.observedAt)
  if (row.feed !== feed || row.entry !== reading.entry) {
    row.feed = feed
    row.entry = reading.entry
    book.edgeChanged(row)
  }
  // Without a current sample the reading says nothing new: what was known stays, and ages.
  if (Number.isNaN(reading.observedAt)) return
  if (isNews) row.observedAt = reading.observedAt
  for (const measure of EDGE_MEASURES) {
    if (isNews || Number.isNaN(row[measure])) row[measure] = reading[measure]
  }
}

/** A node belongs to a feed of its own region where there is one: edges across regions tell of nodes of both. */
function mentionNode({ book, row, feed, at }: { book: RowBook; row: NodeRow; feed: FeedRow; at: number }): void {
  row.mentionedAt = at
  if (row.gone) {
    row.gone = false
    book.nodeChanged(row)
  }
  const isPeriodChange = row.feed !== feed && row.feed.source === feed.source && row.feed.region === feed.region
  if (isPeriodChange || (row.feed.region !== row.region && feed.region === row.region)) {
    row.feed = feed
    book.nodeChanged(row)
  }
}

interface NodeInput {
  book: RowBook
  row: NodeRow
  reading: NodeReading
  feed: FeedRow
  rule: FreshnessRule
}

function acceptNode({ book, row, reading, feed, rule }: NodeInput): void {
  const { holder } = row
  const readAt = reading.observedAt
  if (holder !== null && !mayTakeOver({ holder, heldAt: row.saturationAt, reader: feed, readAt, rule })) return
  row.holder = feed
  const name = reading.name ?? row.service
  const notices = reading.notices ?? []
  if (
    row.name !== name ||
    row.kind !== reading.kind ||
    row.owner !== reading.owner ||
    row.domain !== reading.domain ||
    !areSame(row.notices, notices)
  ) {
    row.name = name
    row.notices = notices
    row.kind = reading.kind
    row.owner = reading.owner
    row.domain = reading.domain
    book.nodeChanged(row)
  }
  if (Number.isNaN(reading.observedAt)) return
  const isNews = !(reading.observedAt <= row.saturationAt)
  if (isNews || Number.isNaN(row.saturation)) row.saturation = reading.saturation
  if (isNews || Number.isNaN(row.breakersOpen)) row.breakersOpen = reading.breakersOpen ?? NaN
  if (!isNews) return
  row.saturationAt = reading.observedAt
}

function areSame(one: readonly NodeNotice[], other: readonly NodeNotice[]): boolean {
  const isSame = (notice: NodeNotice, index: number) =>
    notice.text === other[index]?.text && notice.severity === other[index].severity
  return one.length === other.length && one.every(isSame)
}
