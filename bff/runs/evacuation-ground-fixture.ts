import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { WhatIf, type RunActVerb } from '#contract/evacuation/api.ts'
import { Run } from '#contract/evacuation/run.ts'
import { SignInLink } from '#contract/people.ts'
import { ROUTES } from '#contract/routes.ts'
import { TERMINAL_FILE, TerminalFile } from '#bff/terminal-file.ts'
import { openHurriedWorld, type HurriedWorld } from './hurried-world-fixture.ts'
import { createProcesses, endProcess, freePort, PATIENCE_MS, until, type Processes } from './processes-fixture.ts'

/** A whole evacuation's ground: a hurried world, its probes, and the real server, each a process of its own. */
export interface EvacuationGround {
  readonly world: HurriedWorld
  readonly server: ServerProcess
  readonly people: People
  /** The run once it is so; fails with its last words where that does not come to be. */
  runWhen(id: string, what: string, isSo: (run: Run) => boolean, withinMs?: number): Promise<Run>
  /** Goes on with a run that stands still, through the rules it is known to be short by. */
  click(id: string): Promise<void>
  /** To this phase; whoever leads clicks on as often as the run stands still. */
  goOn(id: string, phase: Run['phase']): Promise<Run>
  /** Drafted, proposed, approved by the other and started. */
  begin(input?: { failbackOf: string }): Promise<Run>
  stop(): Promise<void>
}

export interface ServerProcess {
  readonly address: string
  /** Of the store. */
  readonly directory: string
  start(): Promise<void>
  kill(): Promise<void>
}

export type Who = 'Ada' | 'Ben'

export interface People {
  signIn(who: Who): Promise<void>
  call(who: Who, method: 'GET' | 'POST', path: string, body?: unknown): Promise<{ status: number; body: unknown }>
  run(id: string): Promise<Run>
  /** An act at the version that is stored now; fails where it is refused. */
  act(who: Who, id: string, verb: RunActVerb, body?: object): Promise<Run>
}

const REGION = 'us-east-1'
/** The saviors may be short at this hour of the world: the leader says so by name. */
const OVERRIDE = { rules: ['headroom'], reason: 'this is a trial, short or not' }

export async function openEvacuationGround(): Promise<EvacuationGround> {
  const home = mkdtempSync(join(tmpdir(), 'spillway-evacuation-'))
  const processes = createProcesses()
  const world = await openHurriedWorld(processes)
  const server = await serverOf(home, world, processes)
  const people = peopleOf(server)
  await server.start()
  world.probe(server.address)
  await demandStandsStill(people)

  async function runWhen(id: string, what: string, isSo: (run: Run) => boolean, withinMs = PATIENCE_MS) {
    let last = await people.run(id)
    try {
      await until(`the run to be ${what}`, async () => isSo((last = await people.run(id))), withinMs)
    } catch (error) {
      throw new Error(`${String(error)}\n${wordsOf(last)}`, { cause: error })
    }
    return last
  }

  return {
    world,
    server,
    people,
    runWhen,
    async goOn(id, phase) {
      let isClicking = false
      const clickOnce = async () => {
        isClicking = true
        await click(people, id).catch(() => null)
        isClicking = false
      }
      return runWhen(
        id,
        phase,
        (run) => {
          if (run.phase === 'paused' && !isClicking) void clickOnce()
          return run.phase === phase
        },
        2 * PATIENCE_MS,
      )
    },
    click: (id) => click(people, id),
    begin: (input) => begin(people, input?.failbackOf ?? null),
    async stop() {
      await processes.endAll()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

async function click(people: People, id: string): Promise<void> {
  const plain = () => people.act('Ada', id, 'resume')
  await people.act('Ada', id, 'resume', { override: OVERRIDE }).catch(plain)
}

async function begin(people: People, failbackOf: string | null): Promise<Run> {
  const path = failbackOf === null ? ROUTES.evacuations : ROUTES.failback(failbackOf)
  const wish = failbackOf === null ? { scope: { kind: 'region', region: REGION } } : {}
  const drafted = await people.call('Ada', 'POST', path, { ...wish, reason: 'a trial of the whole way' })
  if (drafted.status !== 201) throw new Error(`the draft was answered ${JSON.stringify(drafted.body)}`)
  const { id, plan } = Run.parse(drafted.body)
  // A proof of who one is holds for minutes alone.
  await people.signIn('Ada')
  await people.signIn('Ben')
  await people.act('Ada', id, 'propose')
  await people.act('Ben', id, 'approve', { planHash: plan.hash })
  return people.act('Ada', id, 'start', { typedRegion: REGION, override: OVERRIDE })
}

async function serverOf(home: string, world: HurriedWorld, processes: Processes): Promise<ServerProcess> {
  const listen = `127.0.0.1:${await freePort()}`
  const address = `http://${listen}`
  const configuration = join(home, 'spillway.yaml')
  writeFileSync(configuration, stringify(world.configuration), { mode: 0o600 })
  const env = { SPILLWAY_CONFIG: configuration, SPILLWAY_STATE: join(home, 'state'), SPILLWAY_LISTEN: listen }
  let child: ChildProcess | null = null
  return {
    address,
    directory: join(home, 'state/fleet'),
    async start() {
      const begun = processes.begin(['bff/main.ts'], env, 'pipe')
      child = begun
      let printed = ''
      const keep = (chunk: Buffer) => (printed += chunk.toString())
      begun.stdout?.on('data', keep)
      begun.stderr?.on('data', keep)
      await until('the server to be ready', async () => {
        if (begun.exitCode !== null) throw new Error(`the server ended:\n${printed}`)
        const answer = await fetch(`${address}${ROUTES.readyz}`).catch(() => null)
        await answer?.body?.cancel()
        return answer?.ok === true
      })
    },
    async kill() {
      if (child !== null) await endProcess(child, 'SIGKILL')
    },
  }
}

function peopleOf({ address, directory }: ServerProcess): People {
  const cookies = new Map<Who, string>()

  async function signIn(who: Who): Promise<void> {
    const terminal = TerminalFile.parse(JSON.parse(readFileSync(join(directory, TERMINAL_FILE), 'utf8')))
    const asked = await fetch(`${address}${ROUTES.personLinks(`local:${who.toLowerCase()}`)}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${terminal.secret}`, 'spillway-client': 'test' },
    })
    const { url } = SignInLink.parse(await asked.json())
    const used = await fetch(`${address}${ROUTES.sessionLink}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'spillway-client': 'test' },
      body: JSON.stringify({ link: new URL(url).hash.slice(1) }),
    })
    const said = await used.text()
    const [cookie] = used.headers.getSetCookie()
    if (!used.ok || cookie === undefined) throw new Error(`${who} could not sign in: ${said}`)
    cookies.set(who, cookie.split(';')[0] ?? '')
  }

  async function call(who: Who, method: 'GET' | 'POST', path: string, body?: unknown) {
    if (!cookies.has(who)) await signIn(who)
    const answer = await fetch(`${address}${path}`, {
      method,
      headers: {
        'spillway-client': 'test',
        cookie: cookies.get(who) ?? '',
        ...(body === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: answer.status, body: parseJson(await answer.text()) }
  }

  async function run(id: string): Promise<Run> {
    const { status, body } = await call('Ada', 'GET', ROUTES.evacuation(id))
    if (status !== 200) throw new Error(`the run was answered ${status}: ${JSON.stringify(body)}`)
    return Run.parse(body)
  }

  return {
    signIn,
    call,
    run,
    async act(who, id, verb, body = {}) {
      const seen = verb === 'pause' || verb === 'note' ? {} : { version: (await run(id)).version }
      const answer = await call(who, 'POST', ROUTES.evacuationAct(id, verb), { ...seen, ...body })
      if (answer.status !== 200) throw new Error(`${verb} was answered ${JSON.stringify(answer.body)}`)
      return Run.parse(answer.body)
    },
  }
}

/** Rates look some seconds back: until the world's haste has filled them they grow. */
async function demandStandsStill(people: People): Promise<void> {
  let before = NaN
  await until('the demand to stand still', async () => {
    const { body } = await people.call('Ada', 'POST', ROUTES.whatIf, { scope: { kind: 'region', region: REGION } })
    const told = WhatIf.safeParse(body)
    const now = told.success ? (told.data.prediction.movedRequestsPerSecond ?? NaN) : NaN
    const stands = Math.abs(now / before - 1) < 0.01
    before = now
    if (!stands) await new Promise((resolve) => setTimeout(resolve, 2_500))
    return stands
  })
}

function wordsOf(run: Run): string {
  const lines = run.events.slice(-25).map(({ kind, who, says }) => `  ${kind} ${who}: ${says}`)
  const witnesses = run.witnesses.map(
    ({ who, victimShare, within, agrees }) => `${who} ${victimShare} ± ${within} ${agrees}`,
  )
  const where = `${run.phase}, step ${run.step} of ${run.plan.steps.length}, ${run.stage}, ${run.verdict}`
  return `${where}: ${witnesses.join('; ')}\n${lines.join('\n')}`
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
