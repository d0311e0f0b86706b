import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { InjectOptions } from 'fastify'
import { pino } from 'pino'
import { onTestFinished, vi } from 'vitest'
import { localPersonId, type Actor } from '#contract/access.ts'
import type { Role } from '#contract/permissions.ts'
import { ROUTES } from '#contract/routes.ts'
import { AccessSettings } from '#bff/auth/access-settings.ts'
import { createAccess, refusalOfPermission, type AccessInput } from '#bff/auth/create-access.ts'
import { identifyRequest } from '#bff/auth/identify-request.ts'
import { makeSignInLink } from '#bff/auth/people-verbs.ts'
import { createSeal } from '#bff/auth/secrets.ts'
import type { Ctx } from '#bff/ctx.ts'
import { createSetClock, openTestStore } from '#bff/store/store-fixture.ts'
import { withIdempotency } from '#bff/store/with-idempotency.ts'
import { createUlids } from '#bff/ulid.ts'
import { createServer } from './create-server.ts'
import type { Services } from './services.ts'
import { servicesFixture } from './services-fixture.ts'

// Each test opens a store of its own, on a disk others write to as well.
vi.setConfig({ testTimeout: 60_000 })

export const TERMINAL_SECRET = 'terminal-secret-of-the-tests-000000000000000'
export const OPERATOR_NAME = 'Olga'
export const LOCAL_HOST = { host: '127.0.0.1:7700' }
/** Headers of a script: it names itself. */
export const FROM_SCRIPT = { ...LOCAL_HOST, 'spillway-client': 'test' }

export interface AccessFixtureInput extends Partial<Omit<AccessInput, 'settings'>> {
  /** As the configuration file says it. */
  access?: unknown
  services?: Partial<Services>
  publicUrl?: string
  /** Instead of who they prove to be. */
  authenticate?: () => Actor | null
}

/** The real doors over a real store, with a clock that is set by hand. */
export async function accessFixture(input: AccessFixtureInput = {}) {
  const clock = createSetClock()
  const store = await openTestStore({ clock })
  const newUlid = createUlids({ clock })
  const faults: unknown[] = []
  const access = await createAccess({
    settings: AccessSettings.parse(input.access ?? { mode: 'local', walkIn: [] }),
    clock,
    store,
    newUlid,
    seal: createSeal(randomBytes(32)),
    operatorName: OPERATOR_NAME,
    terminalSecret: TERMINAL_SECRET,
    simulated: false,
    origin: () => 'http://127.0.0.1:7700',
    onFault: (error) => faults.push(error),
    ...input,
  })
  const ctx = (actor: Actor, requestId = 'test'): Ctx => ({ actor, clock, store, requestId, newUlid })
  const app = await createServer({
    services: servicesFixture({
      once: withIdempotency,
      ctx: ({ actor, requestId }) => ctx(actor, requestId),
      ...input.services,
    }),
    authenticate: input.authenticate ?? identifyRequest(access),
    onRefused: (refusal) => void access.recordRefusal(refusalOfPermission(refusal)),
    access,
    publicUrl: input.publicUrl ?? null,
    clock,
    webDirectory: emptyWebDirectory(),
    version: '0.0.0',
    log: pino({ level: 'silent' }),
    newRequestId: newUlid,
    endStreams: async () => {},
  })
  onTestFinished(() => app.close())
  const { ground } = access

  async function linkFor(name: string): Promise<string> {
    const actor: Actor = { kind: 'system', name: 'test' }
    const { url } = await makeSignInLink({ ground, ctx: ctx(actor), id: localPersonId(name) })
    return url.split('#')[1] ?? ''
  }

  /** The cookie of a browser that has just signed in by a link. */
  async function signIn(name: string, cookie = ''): Promise<string> {
    const answer = await app.inject(command('POST', ROUTES.sessionLink, { link: await linkFor(name) }, cookie))
    if (answer.statusCode !== 200) throw new Error(answer.body)
    return cookieFrom(answer.headers['set-cookie'])
  }

  return { app, access, clock, store, ctx, faults, linkFor, signIn }
}

/** People of the fixture by their roles. */
export function peopleWith(people: Readonly<Record<string, readonly Role[]>>) {
  return {
    mode: 'local',
    walkIn: [],
    people: Object.entries(people).map(([name, roles]) => ({ name, roles: [...roles] })),
  }
}

export function command(method: 'POST' | 'PUT' | 'DELETE', url: string, body?: unknown, cookie = ''): InjectOptions {
  const headers = { ...LOCAL_HOST, origin: 'http://127.0.0.1:7700', ...(cookie === '' ? {} : { cookie }) }
  return body === undefined
    ? { method, url, headers }
    : { method, url, headers, payload: JSON.parse(JSON.stringify(body)) }
}

export function ask(url: string, cookie = ''): InjectOptions {
  return { method: 'GET', url, headers: { ...LOCAL_HOST, ...(cookie === '' ? {} : { cookie }) } }
}

/** As a browser sends it back. */
export function cookieFrom(header: string | string[] | undefined): string {
  const first = Array.isArray(header) ? header.at(-1) : header
  return first?.split(';')[0] ?? ''
}

function emptyWebDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'spillway-web-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  mkdirSync(join(directory, 'assets'))
  writeFileSync(join(directory, 'index.html'), '<meta name="csp-nonce" content="__CSP_NONCE__">')
  return directory
}
