import type { About, Readiness } from '#contract/about.ts'
import type { Actor } from '#contract/access.ts'
import type { Change, Changes, ChangesQuery, NewChange } from '#contract/change.ts'
import type { Minutes, MinutesQuery, Totals, TotalsQuery } from '#contract/history.ts'
import type { Latency, LatencyQuery } from '#contract/latency.ts'
import type { HostMetrics, HostPath, HostQuery } from '#contract/services/host.ts'
import type { Positions, PutPositions } from '#contract/positions.ts'
import type { FramesQuery } from '#contract/replay.ts'
import type { PresetList } from '#contract/presets.ts'
import type { Moment, MomentQuery, Series, SeriesQuery } from '#contract/series.ts'
import type { SourceStatus } from '#contract/source-status.ts'
import type { Traffic, TrafficQuery } from '#contract/traffic.ts'
import type { VizceralWorld } from '#contract/vizceral.ts'
import type { ChangeHooks } from '#bff/changes/create-change-hooks.ts'
import type { Ctx } from '#bff/ctx.ts'
import type { HookServices, SilenceServices } from './silence-services.ts'
import type { EvacuationServices } from './evacuation-services.ts'
import type { FactServices } from './fact-services.ts'
import type { CommandResponse, WithIdempotencyInput } from '#bff/store/with-idempotency.ts'

/** What the routes call: built and joined in main.ts, so that this room knows no store and no source. */
export interface Services {
  about(): About
  readiness(): Promise<Readiness>
  /** Null until the first frame exists. */
  traffic(query: TrafficQuery): Traffic | null
  /** Null until the first frame exists. */
  vizceral(): VizceralWorld | null
  /** Origins whose pages may read that. */
  vizceralOrigins(): readonly string[]
  sources(): readonly SourceStatus[]
  /** False where there is no such source. */
  trySource(id: string): boolean
  totals(query: TotalsQuery): Promise<Totals>
  minutes(query: MinutesQuery): Promise<Minutes>
  series(query: SeriesQuery): Promise<Series>
  moment(query: MomentQuery): Promise<Moment>
  presets(): PresetList
  latency(query: LatencyQuery): Promise<Latency>
  /** Begins to watch the host where nobody looks at it yet. */
  host(input: HostPath & HostQuery): HostMetrics
  /** Recorded frames, as `contract/replay-container.ts` describes. */
  frames(query: FramesQuery): Promise<Uint8Array>
  recordChange(input: { ctx: Ctx; input: NewChange }): Promise<Change>
  listChanges(input: { ctx: Ctx; input: ChangesQuery }): Promise<Changes>
  getPositions(input: { ctx: Ctx; view: string }): Promise<Positions>
  putPositions(input: { ctx: Ctx; view: string; input: PutPositions }): Promise<Positions>
  facts: FactServices
  evacuation: EvacuationServices
  /** Runs a command at most once a key; the same key answers the same again. */
  once(input: WithIdempotencyInput): Promise<CommandResponse>
  /** The same for what also acts outside of the store. */
  onceOutside(input: WithIdempotencyInput): Promise<CommandResponse>
  silences: SilenceServices
  hooks: HookServices
  changeHooks: ChangeHooks
  ctx(input: { actor: Actor; requestId: string }): Ctx
}
