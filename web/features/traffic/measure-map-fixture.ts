import { decodeFrame } from '#contract/frame-codec/decode-frame.ts'
import { encodeFrame, quantiseFrame, type FrameCodes } from '#contract/frame-codec/encode-frame.ts'
import { decodeHeader, shapeOf } from '#contract/frame-codec/frame-header.ts'
import type { Frame } from '#contract/frame-codec/frame.ts'
import type { Roster, RosterEdge, RosterNode } from '#contract/roster.ts'
import { createEngineColumns } from '#web/engine/engine-graph.ts'
import type { Places } from '#web/engine/layout/layout-graph.ts'
import { layoutRegion } from '#web/engine/layout/region-layout.ts'
import { createStage, type Stage } from '#web/engine/stage-fixture.ts'
import type { Fleet } from '#web/fleet/fleet.ts'
import type { MapModel } from './model/map-model.ts'
import { createRegionModel } from './model/region-model.ts'
import { layoutPartsOf, regionParts } from './model/region-parts.ts'
import { servicePartsOf, servicePlacesOf } from './model/service-parts.ts'
import { createWorldModel } from './model/world-model.ts'
import { createScaleFleet, createScaleFrame } from './scale-fleet-fixture.ts'

/**
 * Runs in a browser page on its own: everything between the bytes of a frame and the drawn picture, by the console's own
 * code, on one thread. What is measured is measured by whoever drives the page.
 */
const NOW = Date.UTC(2026, 10, 22, 14, 3, 27)
const SEED = 7
const WIDTH = 960
const HEIGHT = 600
const LIMITS = { start: 20_000, least: 2_000, most: 200_000 }
const REGION = 'us-east-1'

export interface PreparedFleet {
  readonly services: number
  readonly connections: number
  /** From a roster and the bytes of a key frame to the drawn picture, the layout of all services included. */
  firstFrame(): void
  /** From the bytes of a delta to the drawn picture, every volume another; `count` times. */
  updates(count: number): void
  close(): void
}

interface Bytes {
  header: Uint8Array
  body: Uint8Array
}

/** Only what is made here beforehand is left out of the figures: the bytes, and the canvas. */
export function prepareFleet(services: number, connections: number): PreparedFleet {
  const fleet = createScaleFleet({ services, connections, seed: SEED, now: NOW })
  const stage = createStage({ width: WIDTH, height: HEIGHT, limits: LIMITS, stub: true })
  const frames = encoded(fleet.roster, 12)
  const shape = shapeOf(fleet.frame)
  let shown: MapModel | null = null
  let codes: FrameCodes | null = null
  let told = 0

  const decode = ({ header, body }: Bytes): Fleet => {
    const decoded = decodeFrame({ header: decodeHeader(header), body, base: codes, shape })
    codes = decoded.codes
    return { ...fleet, frame: decoded.frame }
  }
  const tell = (now: Fleet, model: MapModel): void => {
    const columns = createEngineColumns(model.nodes.length, model.edges.length)
    model.fill(now, columns)
    stage.engine().setColumns(columns, stage.now())
  }
  return {
    services: fleet.roster.nodes.length - 1,
    connections: fleet.roster.edges.length,
    firstFrame() {
      const now = decode(frames[0] ?? NOTHING)
      shown = regionModel(now, null)
      stage.begin().setGraph(shown.graph, 'at-once')
      tell(now, shown)
      stage.frame(0)
    },
    updates(count) {
      for (let index = 0; index < count; index++) {
        // The deltas follow each other; after the last one comes the key frame again.
        told = (told + 1) % frames.length
        if (shown !== null) tell(decode(frames[told] ?? NOTHING), shown)
        stage.frame(stage.now() + 1 / 60)
      }
    },
    close: stage.close,
  }
}

const NOTHING: Bytes = { header: new Uint8Array(), body: new Uint8Array() }

function encoded(roster: Roster, count: number): Bytes[] {
  let base: FrameCodes | null = null
  return Array.from({ length: count }, (_, seq) => {
    const frame = createScaleFrame({ roster, seed: SEED, seq: seq + 1, now: NOW + seq * 1_000 })
    const codes = quantiseFrame(frame)
    const bytes = encodeFrame({ frame, codes, base })
    base = codes
    return { header: bytes.header, body: bytes.body }
  })
}

function regionModel(fleet: Fleet, previous: Places | null): MapModel & { places: Places } {
  const parts = regionParts(fleet.roster, REGION)
  const layout = { ...layoutPartsOf(parts, fleet.roster), aspect: 1.65 }
  const places = layoutRegion(previous === null ? layout : { ...layout, previous })
  return { ...createRegionModel({ fleet, view: REGION, parts, places }), places }
}

export interface LivedFleet {
  /** Another roster and another second with each of them, in each view in turn. */
  updates(count: number): void
  memory(): { geometries: number; textures: number }
  close(): void
}

const VARIANTS = 9
/** So many updates before another view is shown. */
const STAY = 25
const OTHER_REGIONS = ['us-west-2', 'eu-west-1']

/** A console that lives long: services and connections come and go each second, and somebody walks about. */
export function liveFleet(services: number, connections: number): LivedFleet {
  const base = createScaleFleet({ services, connections, seed: SEED, now: NOW })
  const variants = Array.from({ length: VARIANTS }, (_, variant) => rosterVariant(base.roster, variant))
  const stage = createStage({ width: WIDTH, height: HEIGHT, limits: LIMITS, stub: true })
  stage.begin()
  let places: Places | null = null
  let second = 0
  return {
    updates(count) {
      for (let index = 0; index < count; index++, second++) {
        const roster = variants[(second * 5) % VARIANTS] ?? base.roster
        const frame: Frame = createScaleFrame({ roster, seed: SEED, seq: second, now: NOW + second * 1_000 })
        const fleet = { ...base, roster, frame }
        const model = regionModel(fleet, places)
        places = model.places
        show(stage, fleet, viewAt(second, fleet, model), second % STAY === 0)
      }
    },
    memory: stage.memory,
    close: stage.close,
  }
}

function show(stage: Stage, fleet: Fleet, model: MapModel, isAnotherView: boolean): void {
  const engine = stage.engine()
  engine.setGraph(model.graph, isAnotherView ? 'going-in' : 'grown')
  const columns = createEngineColumns(model.nodes.length, model.edges.length)
  model.fill(fleet, columns)
  engine.setColumns(columns, stage.now())
  // The flight to another view takes two thirds of a second.
  for (let frame = 0; frame < 4; frame++) stage.frame(stage.now() + 0.25)
}

function viewAt(second: number, fleet: Fleet, region: MapModel): MapModel {
  const view = Math.floor(second / STAY) % 3
  if (view === 0) return createWorldModel(fleet.roster)
  if (view === 1) return region
  const parts = regionParts(fleet.roster, REGION)
  const id = parts.nodes.find(({ kind }) => kind === 'service')?.id ?? ''
  const around = servicePartsOf(parts, id)
  if (around === null) return region
  return createRegionModel({ fleet, view: id, parts: around, places: servicePlacesOf(fleet, around, id), middle: id })
}

/** Some services more that call and are called, some connections gone, and two more regions that are called. */
function rosterVariant(roster: Roster, variant: number): Roster {
  const [here] = roster.regions
  if (here === undefined) return roster
  const rows = roster.nodes.length
  const newcomers = Array.from({ length: variant }, (_, n): RosterNode => {
    const service = `newcomer-${n}`
    return { region: REGION, service, name: service, kind: 'service', feed: 0 }
  })
  const away = OTHER_REGIONS.map((region): RosterNode => {
    return { region, service: 'api', name: 'api', kind: 'service', feed: 0 }
  })
  const call = (source: number, target: number): RosterEdge => ({ source, target, protocol: 'http', feed: 0 })
  const calls = newcomers.flatMap((_, n) => [call(1 + n, rows + n), call(rows + n, 9 + n)])
  const across = away.map((_, n) => call(3 + n, rows + variant + n))
  const kept = roster.edges.map((edge, row) => (row % 17 === variant ? { ...edge, gone: true as const } : edge))
  return {
    ...roster,
    version: variant + 1,
    regions: [here, ...OTHER_REGIONS.map((id) => ({ id, name: id }))],
    nodes: [...roster.nodes, ...newcomers, ...away],
    edges: [...kept, ...calls, ...across],
  }
}
