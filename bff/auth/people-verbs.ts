import { actorNameOf, localPersonId, personIdOf } from '#contract/access.ts'
import {
  NewPerson,
  PutBlocked,
  PutRoles,
  type People,
  type Person,
  type RoleHolders,
  type SignInLink,
} from '#contract/people.ts'
import { Role, permissionsOf } from '#contract/permissions.ts'
import type { Ctx } from '#bff/ctx.ts'
import { Failure, parseInput } from '#bff/failure.ts'
import type { PersonRow } from '#bff/store/access-schema.ts'
import type { TransactionScope } from '#bff/store/store.ts'
import type { AccessGround } from './access-ground.ts'
import { LOCAL, effectiveRoles, newLocalPerson, personOfRow, rolesFromText, rolesToText } from './person-row.ts'
import { hashOfSecret, newSecret } from './secrets.ts'
import { LINK_MS } from './session-times.ts'

interface Input {
  ground: AccessGround
  ctx: Ctx
}

const NAMED_HOLDERS = 20

export async function listPeople({ ctx }: Input): Promise<People> {
  const withCodes = await ctx.store.proofs.peopleWithCodes()
  return { people: (await ctx.store.people.list()).map((row) => personOfRow(row, withCodes)) }
}

/** What each role may do, and who holds it. */
export async function listRoles({ ctx }: Input): Promise<RoleHolders> {
  const people = await ctx.store.people.list()
  return {
    roles: Role.options.map((role) => {
      const holders = people.filter((row) => effectiveRoles(row).includes(role)).map((row) => row.name)
      return {
        role,
        permissions: permissionsOf([role]),
        holders: holders.slice(0, NAMED_HOLDERS),
        more: Math.max(0, holders.length - NAMED_HOLDERS),
      }
    }),
  }
}

export async function addPerson({ ground, ctx, input }: Input & { input: NewPerson }): Promise<Person> {
  const { name, roles } = parseInput(NewPerson, input)
  if (ground.settings.mode !== 'local') {
    throw new Failure({
      code: 'conflict',
      message: 'People come from the identity provider here; they are known once they have signed in.',
    })
  }
  return ctx.store.transaction(async (tx) => {
    if ((await tx.people.get(localPersonId(name))) !== undefined) {
      throw new Failure({ code: 'conflict', message: `There is a person called ${name} already.`, path: 'body.name' })
    }
    const row = newLocalPerson({ name, roles, configured: false, now: ctx.clock.now() })
    await tx.people.put(row)
    await append(tx, ctx, 'person.add', row, { roles })
    return personOfRow(row, new Set())
  })
}

/** From the next request on they may do what these roles allow, and streams of those who may not look any more end. */
export async function putRoles({ ground, ctx, id, input }: Input & { id: string; input: PutRoles }): Promise<Person> {
  const { roles } = parseInput(PutRoles, input)
  const person = await changePerson({ ground, ctx }, id, async (tx, row) => {
    const changed = row.origin === LOCAL ? withLocalRoles(row, roles) : withTakenRoles(row, roles)
    await tx.people.put(changed)
    await append(tx, ctx, 'person.roles', row, { before: effectiveRoles(row), after: effectiveRoles(changed) })
    return changed
  })
  return person
}

export async function putBlocked({
  ground,
  ctx,
  id,
  input,
}: Input & { id: string; input: PutBlocked }): Promise<Person> {
  const { blocked } = parseInput(PutBlocked, input)
  if (blocked && personIdOf(ctx.actor) === id) {
    throw new Failure({ code: 'conflict', message: 'You cannot block yourself; another admin can.' })
  }
  return changePerson({ ground, ctx }, id, async (tx, row) => {
    const changed = { ...row, blocked_at: blocked ? (row.blocked_at ?? ctx.clock.now()) : null }
    await tx.people.put(changed)
    if (blocked) for (const session of await tx.sessions.ofPerson(row.id)) await tx.sessions.delete(session.id)
    await append(tx, ctx, blocked ? 'person.block' : 'person.unblock', row, {})
    return changed
  })
}

/**
 * A one-time link for somebody of this machine. From its terminal alone: an admin in a browser who could sign in as
 * others would be every second person.
 */
export async function makeSignInLink({ ground, ctx, id }: Input & { id: string }): Promise<SignInLink> {
  if (ctx.actor.kind !== 'terminal' && ctx.actor.kind !== 'system') {
    throw new Failure({ code: 'forbidden', message: 'Links are made where the server runs: npm run sign-in -- NAME' })
  }
  if (ground.settings.mode !== 'local') {
    throw new Failure({ code: 'conflict', message: 'Links are for the mode "local"; here people sign in elsewhere.' })
  }
  const secret = newSecret()
  return ctx.store.transaction(async (tx) => {
    const row = await rowOf(tx, id)
    const endsAt = ctx.clock.now() + LINK_MS
    await tx.proofs.forgetLinksBefore(ctx.clock.now())
    await tx.proofs.addLink({ secret_hash: hashOfSecret(secret), person_id: row.id, ends_at: endsAt })
    await append(tx, ctx, 'link.make', row, { endsAt })
    return { name: row.name, url: `${ground.origin()}/sign-in#${secret}`, endsAt }
  })
}

async function changePerson(
  { ground, ctx }: Input,
  id: string,
  change: (tx: TransactionScope, row: PersonRow) => Promise<PersonRow>,
): Promise<Person> {
  const person = await ctx.store.transaction(async (tx) => {
    const changed = await change(tx, await rowOf(tx, id))
    await tx.sessions.makeRotationDue(changed.id)
    return personOfRow(changed, await tx.proofs.peopleWithCodes())
  })
  ground.onChanged()
  return person
}

async function rowOf(tx: TransactionScope, id: string): Promise<PersonRow> {
  const row = await tx.people.get(id)
  if (row !== undefined) return row
  throw new Failure({ code: 'not_found', message: 'Nobody here is known by this id.', path: 'params.id' })
}

function withLocalRoles(row: PersonRow, roles: readonly Role[]): PersonRow {
  if (row.configured === 0) return { ...row, roles: rolesToText(roles) }
  throw new Failure({
    code: 'conflict',
    message: `The roles of ${row.name} stand in the configuration; change them there.`,
  })
}

/** What the issuer gives can be taken and left, never added to. */
function withTakenRoles(row: PersonRow, roles: readonly Role[]): PersonRow {
  const given = rolesFromText(row.roles)
  const beyond = roles.filter((role) => !given.includes(role))
  if (beyond.length > 0) {
    throw new Failure({
      code: 'conflict',
      message: `${row.name} is given roles by ${row.origin}, which does not give ${beyond.join(', ')}.`,
      path: 'body.roles',
      expected: given.length === 0 ? 'none' : `some of ${given.join(', ')}`,
    })
  }
  return { ...row, withheld: rolesToText(given.filter((role) => !roles.includes(role))) }
}

async function append(
  tx: TransactionScope,
  ctx: Ctx,
  action: string,
  row: PersonRow,
  detail: Parameters<TransactionScope['appendAudit']>[0]['detail'],
): Promise<void> {
  await tx.appendAudit({
    at: ctx.clock.now(),
    actor: actorNameOf(ctx.actor),
    action,
    subject: row.id,
    detail: { name: row.name, what: detail },
    requestId: ctx.requestId,
  })
}
