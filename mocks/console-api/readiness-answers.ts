import type { RegionsReadiness } from '#contract/evacuation/api.ts'
import type { StandingLine, StandingOutline, StandingPlans, StandingState } from '#contract/evacuation/standing.ts'
import { APPROVER, AUTHOR, runIn } from './evacuation-answers.ts'

const DAY_MS = 86_400_000

/** Two regions, the first of them hardly ready, and a console one of whose needs fails. */
export function readinessAt(at: number): RegionsReadiness {
  const { prediction } = runIn('draft', at).plan
  return {
    at,
    regions: [
      {
        region: 'us-east-1',
        findings: [
          { about: 'services', state: 'ready', says: 'every service runs elsewhere too' },
          { about: 'plan', state: 'warns', says: 'its standing plan is not approved' },
          { about: 'drill', state: 'not-ready', says: 'us-east-1 has never been evacuated' },
          { about: 'stores', state: 'unknown', says: 'nobody measures how far the copies of license-db lag' },
        ],
        prediction,
        guesses: [
          { says: 'uplift 1.15 on moved traffic is a guess; drills learn it', enter: 'planning.uplift' },
          { says: 'demand: 3 of 3 rows are guesses', enter: null },
        ],
      },
      {
        region: 'eu-west-1',
        findings: [{ about: 'drill', state: 'ready', says: 'last evacuated 3 days ago' }],
        prediction,
        guesses: [],
      },
    ],
    dependencies: [
      {
        kind: 'identity',
        what: 'id.example',
        region: 'us-east-1',
        checkedAt: at - 40_000,
        works: false,
        says: 'no answer within 5 s',
      },
      { kind: 'metrics', what: 'prometheus', region: null, checkedAt: at - 2_000, works: true, says: 'answers' },
      { kind: 'named', what: 'secrets', region: 'eu-west-1', checkedAt: null, works: null, says: 'nobody asks it' },
    ],
  }
}

/** The plan of us-east-1 while its edge answers, in this state: adopted by the author, approved by the approver. */
export function standingIn(state: StandingState, at: number, more: Partial<StandingLine> = {}): StandingLine {
  const outline = outlineAt(at)
  const isApproved = state === 'approved' || state === 'outside' || state === 'expired'
  const approvedAt = state === 'expired' ? at - 31 * DAY_MS : at - DAY_MS
  return {
    region: 'us-east-1',
    failure: 'edge-alive',
    version: 3,
    state,
    refreshedAt: at - 3_600_000,
    refused: state === 'none' ? ['no plane could be read'] : [],
    fresh: state === 'none' ? null : { ...outline, author: 'system', hash: 'f'.repeat(64) },
    candidate: state === 'awaiting-approval' ? outline : null,
    approved: isApproved ? outline : null,
    approval: isApproved
      ? { by: APPROVER, at: approvedAt, planHash: outline.hash, expiresAt: approvedAt + 30 * DAY_MS }
      : null,
    differences: state === 'outside' ? ['us-west-2 would carry 610 k requests/s, approved were 520 k requests/s'] : [],
    runbook: state === 'none' ? null : { file: 'us-east-1.edge-alive.2026-11-23T030412Z.sh', at: at - 3_600_000 },
    armedRun: null,
    ...more,
  }
}

export function standingPlansOf(plans: StandingLine[], at: number): StandingPlans {
  return { at, nextRefreshAt: at + 3_600_000, problem: null, runbooks: '/var/lib/spillway/runbooks', plans }
}

function outlineAt(at: number): StandingOutline {
  const { id, hash, reason, createdAt, envelope, prediction, steps } = runIn('draft', at).plan
  return { id, hash, author: AUTHOR, reason, createdAt, envelope, prediction, steps: steps.map(({ title }) => title) }
}
