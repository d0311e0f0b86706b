import { actorNameOf } from '#contract/access.ts'
import { SetInstanceStatus, type InstanceStatusSet } from '#contract/services/instance.ts'
import type { Ctx } from '#bff/ctx.ts'
import { Failure, parseInput } from '#bff/failure.ts'
import type { FoundInstance } from './find-instance.ts'

/** Tells a registry and reads it back; null where that source cannot be told anything. */
export type InstanceStatusWriter = (order: {
  source: string
  registryName: string
  instance: string
  to: SetInstanceStatus['to']
}) => Promise<InstanceStatusSet> | null

/**
 * Takes one instance out of service, or lets it serve again. The intent is on record before the registry is told, and
 * what was seen afterwards is recorded apart: an accepted write is not a changed instance. Whoever takes out the last
 * one that serves in its region takes the service down there, so that is refused.
 */
export async function setInstanceStatus(given: {
  ctx: Ctx
  input: SetInstanceStatus
  find: (asked: Pick<SetInstanceStatus, 'source' | 'service' | 'instance'>) => FoundInstance | null
  write: InstanceStatusWriter
}): Promise<InstanceStatusSet> {
  const { ctx } = given
  const input = parseInput(SetInstanceStatus, given.input)
  const found = given.find(input)
  if (found === null) {
    throw new Failure({
      code: 'not_found',
      message: `${input.source} lists no instance ${input.instance} of ${input.service}.`,
      path: 'instance',
      expected: 'an instance as GET /api/v1/services/… lists it',
    })
  }
  if (input.to === 'out-of-service') refuseLast(found)
  const { registryName, instance } = found
  await record(ctx, 'instance.status-asked', { ...input, was: instance.status })
  const written = given.write({ source: input.source, registryName, instance: instance.id, to: input.to })
  if (written === null) {
    throw new Failure({
      code: 'conflict',
      message: `${input.source} cannot be told to change an instance.`,
      path: 'source',
      expected: 'a registry that takes orders',
    })
  }
  const outcome = await written
  await record(ctx, 'instance.status-seen', { ...input, outcome: outcome.outcome, seen: outcome.seen })
  return outcome
}

function refuseLast({ instance, siblings }: FoundInstance): void {
  const others = siblings.filter(
    ({ id, region, status, suspect }) =>
      id !== instance.id && region === instance.region && status === 'up' && !suspect,
  )
  if (others.length > 0) return
  throw new Failure({
    code: 'conflict',
    message: `${instance.id} is the last instance of ${instance.service} that serves in ${instance.region ?? 'its region'}; taking it out would take the service down there.`,
    path: 'instance',
    expected: 'another instance that is up and gives signs of life',
  })
}

async function record(ctx: Ctx, action: string, detail: Readonly<Record<string, string | null>>): Promise<void> {
  await ctx.store.transaction((tx) =>
    tx.appendAudit({
      at: ctx.clock.now(),
      actor: actorNameOf(ctx.actor),
      action,
      subject: `${detail['service'] ?? ''}/${detail['instance'] ?? ''}`,
      detail,
      requestId: ctx.requestId,
    }),
  )
}
