import type {
  DryRun,
  Evacuations,
  Intention,
  NewDraft,
  NewFailback,
  Preflight,
  RegionsReadiness,
  RunAct,
  WhatIf,
} from '#contract/evacuation/api.ts'
import type { RunOutcome } from '#contract/evacuation/forecast.ts'
import type { Run } from '#contract/evacuation/run.ts'
import type { StandingAct, StandingKey, StandingPlan, StandingPlans } from '#contract/evacuation/standing.ts'
import type { Ctx } from '#bff/ctx.ts'

/** What the evacuation's routes call. */
export interface EvacuationServices {
  evacuations(): Promise<Evacuations>
  whatIf(intention: Intention): Promise<WhatIf>
  /** Plans, which asks planes; what comes back files the draft, and touches nothing but the context's store. */
  planDraft(input: NewDraft): Promise<(ctx: Ctx) => Promise<Run>>
  planFailback(input: { id: string; input: NewFailback }): Promise<(ctx: Ctx) => Promise<Run>>
  getRun(id: string): Promise<Run>
  actOnRun(input: { ctx: Ctx; id: string; act: RunAct }): Promise<Run>
  dryRun(id: string): Promise<DryRun>
  preflight(id: string): Promise<Preflight>
  /** What a run foretold against what was seen since it started. */
  outcome(id: string): Promise<RunOutcome>
  /** How ready every region is to be left, on a calm day. */
  regionsReadiness(): Promise<RegionsReadiness>
  /** A shell script that does the same by hand. */
  runbook(id: string): Promise<string>
  standing: StandingServices
  /** `header` is `<vantage>:<secret>`. */
  receiveProbes(input: { header: string | undefined; body: unknown }): { accepted: number }
}

/** The plans that stand ready. */
export interface StandingServices {
  list(): Promise<StandingPlans>
  get(key: StandingKey): Promise<StandingPlan>
  act(input: { ctx: Ctx; key: StandingKey; act: StandingAct }): Promise<StandingPlan>
  /** Plans and judges; what comes back files the armed run, and touches nothing but the context's store. */
  arm(input: { ctx: Ctx; key: StandingKey; planHash: string }): Promise<(ctx: Ctx) => Promise<Run>>
  refresh(ctx: Ctx): Promise<StandingPlans>
  runbook(key: StandingKey): Promise<{ file: string; text: string }>
}
