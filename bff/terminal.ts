import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { output, ZodType } from 'zod'
import { localPersonId } from '#contract/access.ts'
import { ErrorBody } from '#contract/error.ts'
import { People, Person, SignInLink } from '#contract/people.ts'
import { Role } from '#contract/permissions.ts'
import { ROUTES } from '#contract/routes.ts'
import { MadeToken, Token, Tokens } from '#contract/tokens.ts'
import { settingsFrom } from './settings-from-environment.ts'
import { readTerminalFile, type TerminalFile } from './terminal-file.ts'

/**
 * Commands at the terminal of a running server, which they ask as any script would:
 *
 *   npm run sign-in -- NAME
 *   npm run person -- list | add NAME --roles viewer,approver | roles NAME --roles … | block NAME | unblock NAME
 *   npm run token -- list | make NAME --roles viewer [--days 90] | revoke ID
 */
const USAGE = `npm run sign-in -- NAME                               a one-time link to sign in as NAME
npm run person -- list                                who there is
npm run person -- add NAME --roles ROLE,ROLE          somebody new of this machine
npm run person -- roles NAME --roles ROLE,ROLE        what they may act as from now on
npm run person -- block NAME  |  unblock NAME         end their sessions and keep them out
npm run token -- list                                 tokens for scripts
npm run token -- make NAME --roles ROLE [--days 90]   a new one; its secret is shown once
npm run token -- revoke ID                            from now on it opens nothing
Roles: ${Role.options.join(', ')}`

/** A sentence for the person at the terminal. */
class Refused extends Error {}

type Ask = <Schema extends ZodType>(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  schema: Schema,
  body?: unknown,
) => Promise<output<Schema>>

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { roles: { type: 'string' }, days: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
})

try {
  process.stdout.write(`${await run(positionals)}\n`)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = error instanceof Refused ? 1 : 2
}

async function run([command = '', ...rest]: readonly string[]): Promise<string> {
  if (values.help === true || rest.length === 0) return USAGE
  const ask = askServer(runningServer())
  if (command === 'sign-in') return signIn(ask, rest.join(' '))
  const [verb = '', ...words] = rest
  if (command === 'person') return person(ask, verb, words.join(' '))
  if (command === 'token') return token(ask, verb, words.join(' '))
  return USAGE
}

async function signIn(ask: Ask, name: string): Promise<string> {
  const id = localPersonId(name)
  const { people } = await ask('GET', ROUTES.people, People)
  if (!people.some((known) => known.id === id)) {
    throw new Refused(`There is nobody called ${name}. Add them: npm run person -- add ${name} --roles viewer`)
  }
  const link = await ask('POST', ROUTES.personLinks(id), SignInLink)
  return `To sign in as ${link.name}, once, within ten minutes (in a browser, or a private window, of its own):\n${link.url}`
}

async function person(ask: Ask, verb: string, name: string): Promise<string> {
  const id = localPersonId(name)
  switch (verb) {
    case 'list': {
      const { people } = await ask('GET', ROUTES.people, People)
      return people.map(personLine).join('\n')
    }
    case 'add':
      return personLine(await ask('POST', ROUTES.people, Person, { name, roles: rolesAsked() }))
    case 'roles':
      return personLine(await ask('PUT', ROUTES.personRoles(id), Person, { roles: rolesAsked() }))
    case 'block':
    case 'unblock':
      return personLine(await ask('PUT', ROUTES.personBlocked(id), Person, { blocked: verb === 'block' }))
    default:
      return USAGE
  }
}

async function token(ask: Ask, verb: string, name: string): Promise<string> {
  switch (verb) {
    case 'list': {
      const { tokens } = await ask('GET', ROUTES.tokens, Tokens)
      return tokens.length === 0 ? 'There are no tokens.' : tokens.map(tokenLine).join('\n')
    }
    case 'make': {
      const days = values.days === undefined ? {} : { days: Number(values.days) }
      const made = await ask('POST', ROUTES.tokens, MadeToken, { name, roles: rolesAsked(), ...days })
      return `${tokenLine(made.token)}\nShown this once:\n${made.secret}`
    }
    case 'revoke':
      return tokenLine(await ask('DELETE', ROUTES.token(name), Token))
    default:
      return USAGE
  }
}

function rolesAsked(): string[] {
  const roles = (values.roles ?? '').split(',').flatMap((role) => (role.trim() === '' ? [] : [role.trim()]))
  if (roles.length > 0) return roles
  throw new Refused(`--roles is missing: some of ${Role.options.join(', ')}`)
}

function personLine({ id, name, roles, blockedAt }: Person): string {
  return `${name.padEnd(20)} ${roles.join(', ') || 'no role'}${blockedAt === null ? '' : '  (blocked)'}  ${id}`
}

function tokenLine({ id, name, roles, endsAt, revokedAt }: Token): string {
  const state = revokedAt === null ? `until ${new Date(endsAt).toISOString().slice(0, 10)}` : 'revoked'
  return `${id}  ${name.padEnd(20)} ${roles.join(', ')}  ${state}`
}

function runningServer(): TerminalFile {
  const { stateDirectory, configurationFile } = settingsFrom(process.env)
  const names = configurationFile === null ? ['simulated-world', 'fleet'] : ['fleet', 'simulated-world']
  const file = readTerminalFile(names.map((name) => join(stateDirectory, name)))
  if (file !== null) return file
  throw new Refused(
    `No Spillway runs here (looked in ${stateDirectory}). Start it first, or name its directory in SPILLWAY_STATE.`,
  )
}

function askServer({ address, secret }: TerminalFile): Ask {
  return async (method, path, schema, body) => {
    const headers = { authorization: `Bearer ${secret}`, 'spillway-client': 'terminal' }
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    const type = body === undefined ? {} : { 'content-type': 'application/json' }
    const response = await fetch(new URL(path, address), { method, headers: { ...headers, ...type }, ...sent }).catch(
      () => {
        throw new Refused(`The Spillway of ${address} does not answer any more. Start it again.`)
      },
    )
    const answer: unknown = await response.json()
    if (response.ok) return schema.parse(answer)
    const refusal = ErrorBody.safeParse(answer)
    if (!refusal.success) throw new Refused(`The server answered ${response.status}.`)
    const { message, expected } = refusal.data
    throw new Refused(expected === undefined ? message : `${message} Expected: ${expected}.`)
  }
}
