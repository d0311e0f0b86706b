import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { OWNER_FILE } from './sqlite-protocol.ts'

/**
 * Who holds the store, for the sentence a second starter reads. The lock itself is the kernel's, so a note left behind
 * by a process that was killed locks nobody out.
 */
const Owner = z.object({
  pid: z.number().int(),
  host: z.string(),
  /** UTC ms when that process started. */
  startedAt: z.number(),
})

export function writeOwner(directory: string, now: number): void {
  const owner: z.infer<typeof Owner> = {
    pid: process.pid,
    host: hostname(),
    startedAt: Math.round(now - process.uptime() * 1_000),
  }
  writeFileSync(join(directory, OWNER_FILE), `${JSON.stringify(owner)}\n`, { mode: 0o600 })
}

export function removeOwner(directory: string): void {
  rmSync(join(directory, OWNER_FILE), { force: true })
}

/** `process 4711 on this machine, started 2026-11-22T14:02:11.000Z`; vague where the note cannot be read. */
export function describeOwner(directory: string): string {
  try {
    const owner = Owner.parse(JSON.parse(readFileSync(join(directory, OWNER_FILE), 'utf8')))
    const place = owner.host === hostname() ? 'this machine' : owner.host
    return `process ${owner.pid} on ${place}, started ${new Date(owner.startedAt).toISOString()}`
  } catch {
    return 'another process'
  }
}
