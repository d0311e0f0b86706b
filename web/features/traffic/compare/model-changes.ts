import type { Roster } from '#contract/roster.ts'
import type { EngineColumns } from '#web/engine/engine-graph.ts'
import { NOTE_TONES } from '#web/engine/engine-graph.ts'
import type { Facts, Fleet } from '#web/fleet/fleet.ts'
import { nodeFacts } from '#web/fleet/fleet.ts'
import { regionFactsOf } from '#web/fleet/region-facts.ts'
import { sumOfEdges } from '#web/fleet/sum-of-edges.ts'
import { groupFactsOf } from '../model/group-facts.ts'
import type { MapModel } from '../model/map-model.ts'
import type { Measure } from '../traffic-search.ts'
import { changeBetween, levelOf, type Change, type Side } from './change.ts'
import { changeText } from './change-words.ts'
import type { UnitedFleets } from './unite-fleets.ts'

/** What became of a node of the map; `model` is over the rows of both moments. */
export function nodeChangeOf(model: MapModel, fleets: UnitedFleets, node: number): Change {
  return changeBetween(sideOfNode(model, fleets.now, node), sideOfNode(model, fleets.before, node))
}

export function edgeChangeOf(model: MapModel, fleets: UnitedFleets, edge: number): Change {
  const rows = model.edges[edge]?.rows ?? []
  return changeBetween(sideOfEdges(fleets.now, rows), sideOfEdges(fleets.before, rows))
}

export function regionChangeOf(fleets: UnitedFleets, index: number): Change {
  return changeBetween(sideOfRegion(fleets.now, index), sideOfRegion(fleets.before, index))
}

export function rowChangeOf(fleets: UnitedFleets, row: number): Change {
  return changeBetween(sideOfRow(fleets.now, row), sideOfRow(fleets.before, row))
}

export function connectionChangeOf(fleets: UnitedFleets, row: number): Change {
  return changeBetween(sideOfEdges(fleets.now, [row]), sideOfEdges(fleets.before, [row]))
}

function sideOfNode(model: MapModel, fleet: Fleet, node: number): Side {
  const drawn = model.nodes[node]
  if (drawn === undefined) return { there: false, facts: model.nodeFacts(fleet, node) }
  switch (drawn.kind) {
    case 'region':
      return sideOfRegion(fleet, drawn.index)
    case 'service':
      return sideOfRow(fleet, drawn.row)
    case 'group': {
      const rows = drawn.rows.filter((row) => isThere(fleet.roster, row))
      const isPartial = rows.some((row) => Number.isNaN(nodeFacts(fleet, row).requestsPerSecond))
      return { there: rows.length > 0, facts: groupFactsOf(fleet, rows), isPartial }
    }
    case 'outside': {
      const facts = model.nodeFacts(fleet, node)
      return { there: isThere(fleet.roster, drawn.row), facts, isPartial: hasUnknownParts(facts) }
    }
  }
}

/** A total that lacks an entry is not the region's. */
function sideOfRegion(fleet: Fleet, index: number): Side {
  const facts = regionFactsOf(fleet)[index]
  return facts === undefined
    ? { there: false, facts: nodeFacts(fleet, -1) }
    : { there: true, facts, isPartial: facts.missingEdges.length > 0 }
}

function sideOfRow(fleet: Fleet, row: number): Side {
  return { there: isThere(fleet.roster, row), facts: nodeFacts(fleet, row) }
}

function sideOfEdges(fleet: Fleet, rows: readonly number[]): Side {
  const facts = sumOfEdges(fleet, rows)
  const there = rows.some((row) => {
    const edge = fleet.roster.edges[row]
    return edge !== undefined && edge.gone !== true
  })
  return { there, facts, isPartial: facts.unknownParts > 0 }
}

function isThere({ nodes }: Roster, row: number): boolean {
  const node = nodes[row]
  return node !== undefined && node.gone !== true
}

function hasUnknownParts(facts: Facts): boolean {
  return 'unknownParts' in facts && typeof facts.unknownParts === 'number' && facts.unknownParts > 0
}

/** The map that tells changes: as the model fills it, and over it what became of everything. */
export function withChanges(model: MapModel, fleets: UnitedFleets, measure: Measure): MapModel {
  return {
    ...model,
    fill(fleet, columns) {
      model.fill(fleet, columns)
      fillChanges(model, fleets, measure, columns)
    },
  }
}

function fillChanges(model: MapModel, fleets: UnitedFleets, measure: Measure, columns: EngineColumns): void {
  const change = new Float32Array(model.nodes.length)
  columns.nodes.note = model.nodes.map((node, row) => {
    const what = nodeChangeOf(model, fleets, row)
    const level = levelOf(what, measure)
    change[row] = level
    columns.nodes.noteTone[row] = level > 0 ? NOTE_TONES.more : level < 0 ? NOTE_TONES.less : NOTE_TONES.muted
    // The world's words are text of the page.
    return node.kind === 'outside' || (level === 0 && !Number.isNaN(level)) ? '' : changeText(what, measure)
  })
  columns.nodes.change = change
  const flows = new Float32Array(model.edges.length)
  model.edges.forEach((_, row) => {
    flows[row] = levelOf(edgeChangeOf(model, fleets, row), measure)
  })
  columns.edges.change = flows
  if (model.graph.streams === 'wide') {
    columns.edges.note = model.edges.map((_, row) =>
      flows[row] === 0 ? '' : changeText(edgeChangeOf(model, fleets, row), measure),
    )
  }
}
