import type { Finding } from '#contract/evacuation/rules.ts'
import type { Run } from '#contract/evacuation/run.ts'
import type { ActCode } from './controller.ts'
import type { ControllerPorts } from './controller-ports.ts'
import { planesOf } from './goal.ts'
import { tell } from './journal.ts'
import { expireApproval, refusalOfStart, startedRun, type StartRequest } from './lifecycle.ts'
import type { Machine } from './machine.ts'
import { readForPreflight } from './read-for-preflight.ts'
import { standingInTheWay } from './rules/evaluate-rules.ts'
import { isBlocking, type RuleFinding } from './rules/rule.ts'
import { beginStep } from './transitions.ts'

export type Started =
  | { kind: 'started'; machine: Machine; leasedUntil: number; findings: readonly Finding[] }
  | { kind: 'refused'; code: ActCode; why: string; findings: readonly Finding[] }

interface StartInput {
  run: Run
  request: StartRequest
  others: readonly Run[]
  ports: ControllerPorts
  /** Lets the origin of a failback go, just before its planes are taken. */
  leave: () => Promise<void>
}

/** Approval, step-up and name; then what the planes and the rules say; then the lease; then the committed start. */
export async function startRun({ run, request, others, ports, leave }: StartInput): Promise<Started> {
  const { store, clock, settings, owner } = ports
  const current = expireApproval(run, clock.now())
  if (current !== run) {
    await store.save({ ...current, version: run.version + 1 }, run.version)
    return refuse('approval-expired', 'the approval has expired')
  }
  const refusal = refusalOfStart(run, request, clock.now(), settings)
  if (refusal !== null) return refuse(refusal.code, refusal.why)
  const { machine, findings } = await readForPreflight(run, others, ports)
  const covered = coveredBy(request, findings)
  const inTheWay = standingInTheWay(findings, covered)
  if (inTheWay.length > 0) return refuse('rules', inTheWay.map((each) => each.says).join('; '), findings)
  await leave()
  const askedAt = clock.steady()
  const lease = await store.lease.take({ scope: planesOf(run), owner, runId: run.id, ttlMs: settings.lease.ttlMs })
  if (lease.kind === 'held') return refuse('locked', `${lease.owner} holds these planes for ${lease.runId}`, findings)
  const begun = startedMachine({ run, request, machine, findings, covered, epoch: lease.epoch, ports })
  if (!(await store.save(begun.run, run.version))) {
    await store.lease.release({ scope: planesOf(run), epoch: lease.epoch })
    return refuse('not-now', 'somebody else changed the run', findings)
  }
  ports.onChange?.(begun.run)
  return { kind: 'started', machine: begun, leasedUntil: askedAt + settings.lease.ttlMs, findings }
}

function refuse(code: ActCode, why: string, findings: readonly Finding[] = []): Extract<Started, { kind: 'refused' }> {
  return { kind: 'refused', code, why, findings }
}

/** Of the rules named, those that stand in the way now: a rule that begins to fail later is not covered. */
function coveredBy(request: StartRequest, findings: readonly RuleFinding[]): string[] {
  const named = request.overrides ?? []
  return findings
    .filter((each) => isBlocking(each) && each.overridable && named.includes(each.rule))
    .map((each) => each.rule)
}

function startedMachine(input: {
  run: Run
  request: StartRequest
  machine: Machine
  findings: readonly RuleFinding[]
  covered: readonly string[]
  epoch: number
  ports: ControllerPorts
}): Machine {
  const { run, request, machine, findings, covered, epoch, ports } = input
  const { clock, owner, settings } = ports
  const now = clock.now()
  const started: Run = {
    ...startedRun(run, request, { epoch, owner, now, settings }),
    findings: findings.map(({ rule, outcome, says, overridable }) => ({ rule, outcome, says, overridable })),
    planes: machine.run.planes,
  }
  const memory = { ...machine.memory, covered: covered.filter((rule) => rule !== 'plane-readable') }
  const begun = beginStep(
    { run: overridden(started, request, covered, ports), memory },
    { now, steady: clock.steady() },
  )
  return { ...begun, run: { ...begun.run, version: run.version + 1 } }
}

function overridden(
  run: Run,
  request: StartRequest,
  covered: readonly string[],
  { clock, settings }: ControllerPorts,
): Run {
  if (covered.length === 0) return run
  const now = clock.now()
  const reason = (request.reason ?? '').trim()
  const override = { rules: [...covered], reason, by: request.by, at: now, expiresAt: now + settings.overrideMs }
  const says = `${covered.join(', ')}: ${reason}`
  return tell(
    { ...run, overrides: [...run.overrides, override] },
    { at: now, who: request.by, kind: 'overridden', says },
  )
}
