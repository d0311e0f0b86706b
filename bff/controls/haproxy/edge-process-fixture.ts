import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createConnection } from 'node:net'
import { freePort, startChild, until, type RunningChild } from '../child-fixture.ts'
import type { RegionServer } from './region-server-fixture.ts'

export interface EdgeOptions {
  /** Clients are held by a cookie. */
  sticky?: boolean
  slowstartSeconds?: number
  /** Steered by a map of so many buckets. */
  buckets?: number
}

/** One real HAProxy of a rig, master and worker, on free loopback ports. */
export interface EdgeProcess {
  readonly id: string
  /** Where users come in. */
  readonly address: string
  readonly unixSocket: string
  readonly tcpSocket: string
  /** As haproxy.cfg names it. */
  readonly mapFile: string
  /** Stops the worker in the middle of whatever it does; users hang as well. */
  freeze(): Promise<void>
  thaw(): void
  /** A new worker from the file: what was set at run time is gone. */
  reload(): Promise<void>
  stop(): Promise<void>
  /** What its socket says to a command, as anybody else might ask. */
  say(command: string): Promise<string>
}

interface Place {
  id: string
  directory: string
  port: number
  tcpPort: number
}

export async function startEdgeProcess(input: {
  program: string
  id: string
  directory: string
  regions: readonly RegionServer[]
  options: EdgeOptions
}): Promise<EdgeProcess> {
  const { program, id, directory, regions, options } = input
  const place = { id, directory, port: await freePort(), tcpPort: await freePort() }
  const unixSocket = join(directory, `${id}.sock`)
  const config = join(directory, `${id}.cfg`)
  const mapFile = join(directory, `${id}.map`)
  writeFileSync(config, configurationOf(place, regions, options))
  writeFileSync(mapFile, mapOf(regions, options.buckets ?? 0))
  const child = startChild(program, ['-W', '-f', config])
  const frozen = new Set<number>()

  const say = (command: string) => sayTo(unixSocket, command)
  const workerPid = async () => Number(/^Pid: (\d+)$/m.exec(await say('show info'))?.[1] ?? 0)
  const thaw = () => {
    for (const pid of frozen) signalTo(pid, 'SIGCONT')
    frozen.clear()
  }
  await until(`HAProxy ${id} answers`, async () => {
    if (child.hasEnded()) throw new Error(`HAProxy ended while starting:\n${child.log()}`)
    return (await workerPid()) > 0
  })
  return {
    id,
    address: `http://127.0.0.1:${place.port}`,
    unixSocket,
    tcpSocket: `127.0.0.1:${place.tcpPort}`,
    mapFile,
    say,
    thaw,
    async freeze() {
      const pid = await workerPid()
      frozen.add(pid)
      process.kill(pid, 'SIGSTOP')
    },
    async reload() {
      const before = await workerPid()
      process.kill(child.pid, 'SIGUSR2')
      await until(`HAProxy ${id} has a new worker`, async () => {
        const now = await workerPid()
        return now > 0 && now !== before
      })
    },
    async stop() {
      thaw()
      await endMaster(child, await workerPid())
      rmSync(unixSocket, { force: true })
    },
  }
}

/** A worker whose master is gone would stay. */
async function endMaster(child: RunningChild, worker: number): Promise<void> {
  await child.end()
  if (worker > 0) signalTo(worker, 'SIGKILL')
}

function signalTo(pid: number, signal: 'SIGCONT' | 'SIGKILL'): void {
  try {
    process.kill(pid, signal)
  } catch {
    // Gone already.
  }
}

/** Empty where nothing is said. */
function sayTo(path: string, command: string): Promise<string> {
  return new Promise((resolve) => {
    const pieces: string[] = []
    const socket = createConnection({ path }, () => socket.write(`${command}\n`))
    socket.setEncoding('utf8')
    socket.setTimeout(5_000, () => socket.destroy())
    socket.on('data', (text: string) => pieces.push(text))
    socket.on('error', () => resolve(''))
    socket.on('close', () => resolve(pieces.join('')))
  })
}

function configurationOf(place: Place, regions: readonly RegionServer[], options: EdgeOptions): string {
  const slowstart = options.slowstartSeconds === undefined ? '' : ` slowstart ${options.slowstartSeconds}s`
  const server = (region: RegionServer, further: string) =>
    `  server ${region.region} 127.0.0.1:${region.port} weight 100${further}`
  const frontend =
    options.buckets === undefined
      ? ['  default_backend regions']
      : [
          `  http-request set-var(txn.bucket) rand(${options.buckets})`,
          `  use_backend %[req.hdr(x-country),lower,concat(/,txn.bucket),map(${join(place.directory, place.id)}.map,regions)]`,
          '  default_backend regions',
        ]
  return [
    'global',
    '  nbthread 1',
    '  maxconn 2000',
    `  stats socket ${join(place.directory, place.id)}.sock level admin`,
    `  stats socket ipv4@127.0.0.1:${place.tcpPort} level admin`,
    `  stats socket ${join(place.directory, place.id)}-user.sock level operator`,
    'defaults',
    '  mode http',
    '  timeout connect 10s',
    '  timeout client 60s',
    '  timeout server 60s',
    '  option redispatch',
    'frontend users',
    `  bind 127.0.0.1:${place.port}`,
    ...frontend,
    'backend regions',
    '  balance roundrobin',
    ...(options.sticky === true ? ['  cookie SRV insert indirect nocache'] : []),
    ...regions.map((region) =>
      server(region, `${options.sticky === true ? ` cookie ${region.region}` : ''}${slowstart}`),
    ),
    ...(options.buckets === undefined
      ? []
      : regions.flatMap((region) => [`backend ${region.region}`, server(region, '')])),
    '',
  ].join('\n')
}

function mapOf(regions: readonly RegionServer[], buckets: number): string {
  const lines = Array.from({ length: buckets }, (_, bucket) => {
    const region = regions[bucket % regions.length]?.region
    return `de/${bucket} ${region}\nus/${bucket} ${region}\n`
  })
  return lines.join('')
}
