import type { SegmentReading, Weights } from '#contract/evacuation/plane.ts'
import type { ReadAnswer, WriteAnswer, WriteIntent } from '#bff/evacuation/control.ts'
import { dealBuckets, type Dealt } from './deal-buckets.ts'
import type { Edge, EdgeFailure } from './edge.ts'
import { type MapNote, noteKey, noteOf, textOfNote } from './map-note.ts'
import { backendOf, type HaproxySettings, type MapSplit } from './settings.ts'
import { parseMap, parseNewVersion } from './wire.ts'

/**
 * Each segment is dealt in buckets, and the map says for each of them which backend serves it: `de/0 → usw2`. Shares are
 * as fine as there are buckets, and exchanging the map is one act for all segments: the old one answers until then.
 * A note under a key that no request can ask for (`spillway:de`) keeps the weights the buckets were dealt from and by
 * which plan; it counts only while the buckets still follow from it.
 */

interface Entry {
  key: string
  value: string
}

/** A command's payload must fit HAProxy's buffer of 16 kB. */
const MOST_PAYLOAD_CHARS = 8_000

export async function readMap(settings: HaproxySettings, split: MapSplit, edge: Edge): Promise<ReadAnswer> {
  const entries = await edge.ask(`show map ${split.file}`, parseMap)
  if (!Array.isArray(entries)) return entries
  const byKey = byKeyOf(entries)
  const segments = split.segments.map((segment) => segmentOf(settings, split, byKey, segment))
  return { kind: 'read', reading: { instance: edge.instance, at: edge.now(), segments } }
}

function byKeyOf(entries: readonly Entry[]): Map<string, string> {
  return new Map(entries.map(({ key, value }) => [key, value]))
}

function segmentOf(
  settings: HaproxySettings,
  split: MapSplit,
  byKey: ReadonlyMap<string, string>,
  segment: string,
): SegmentReading {
  const dealt = Array.from({ length: split.buckets }, (_, bucket) => byKey.get(`${segment}/${bucket}`))
  const note = noteOf(byKey.get(noteKey(segment)))
  if (note !== null) {
    const expected = bucketsOf(settings, split, note.weights)
    if (expected.kind === 'dealt' && expected.buckets.every((backend, bucket) => dealt[bucket] === backend)) {
      return { segment, weights: note.weights, mark: note.mark }
    }
  }
  // Somebody else's doing, or nobody's yet: the buckets themselves are the weights.
  const backends = new Set(settings.targets.map(backendOf))
  if (dealt.some((backend) => backend === undefined || !backends.has(backend))) return { segment, weights: {} }
  const weights = settings.targets.map(
    (target) => [target.id, dealt.filter((backend) => backend === backendOf(target)).length] as const,
  )
  return { segment, weights: Object.fromEntries(weights) }
}

export async function writeMap(
  settings: HaproxySettings,
  split: MapSplit,
  edge: Edge,
  intent: WriteIntent,
): Promise<WriteAnswer> {
  const entries = await edge.ask(`show map ${split.file}`, parseMap)
  if (!Array.isArray(entries)) return notYet(entries)
  const present = byKeyOf(entries)
  const next = new Map(present)
  for (const each of intent.splits) {
    if (!split.segments.includes(each.segment)) {
      return { kind: 'refused', cause: 'invalid', why: `${settings.id} has no segment ${each.segment}` }
    }
    const before = segmentOf(settings, split, present, each.segment).weights
    const own = entriesOf(settings, split, { ...each, weights: { ...before, ...each.weights } }, intent.mark)
    if (own.kind === 'impossible') return { kind: 'refused', cause: 'invalid', why: own.why }
    for (const { key, value } of own.entries) next.set(key, value)
  }
  return exchangeMap(
    split.file,
    edge,
    [...next].map(([key, value]) => ({ key, value })),
  )
}

async function exchangeMap(file: string, edge: Edge, entries: readonly Entry[]): Promise<WriteAnswer> {
  const prepared = await edge.say(`prepare map ${file}`)
  if (typeof prepared !== 'string') return notYet(prepared)
  const version = parseNewVersion(prepared)
  if (version === null) {
    const cause = /permission denied/i.test(prepared) ? 'credentials' : 'invalid'
    return { kind: 'refused', cause, why: prepared.trim() }
  }
  for (const payload of payloadsOf(entries)) {
    // Each line ends, and the empty one that ends the payload is the command's own end.
    const failure = await edge.order(`add map @${version} ${file} <<\n${payload}`)
    if (failure !== null) {
      await edge.order(`clear map @${version} ${file}`)
      return { kind: 'refused', cause: 'busy', why: `not all of the new map arrived, so it was left: ${failure.why}` }
    }
  }
  return (await edge.order(`commit map @${version} ${file}`)) ?? { kind: 'accepted' }
}

/** Until the commit is sent nothing can have happened, so that silence is a refusal as well. */
function notYet(failure: EdgeFailure): WriteAnswer {
  return failure.kind === 'refused' ? failure : { kind: 'refused', cause: 'unreachable', why: failure.why }
}

function payloadsOf(entries: readonly Entry[]): string[] {
  const payloads: string[] = []
  let payload = ''
  for (const { key, value } of entries) {
    const line = `${key} ${value}\n`
    if (payload.length + line.length > MOST_PAYLOAD_CHARS) {
      payloads.push(payload)
      payload = ''
    }
    payload += line
  }
  return payload === '' ? payloads : [...payloads, payload]
}

function entriesOf(
  settings: HaproxySettings,
  split: MapSplit,
  order: { segment: string; weights: Weights },
  mark: WriteIntent['mark'],
): { kind: 'entries'; entries: Entry[] } | { kind: 'impossible'; why: string } {
  const dealt = bucketsOf(settings, split, order.weights)
  if (dealt.kind === 'impossible') return dealt
  const note: MapNote = { weights: order.weights, mark }
  return {
    kind: 'entries',
    entries: [
      ...dealt.buckets.map((backend, bucket) => ({ key: `${order.segment}/${bucket}`, value: backend })),
      { key: noteKey(order.segment), value: textOfNote(note) },
    ],
  }
}

function bucketsOf(settings: HaproxySettings, split: MapSplit, weights: Weights): Dealt {
  const stranger = Object.keys(weights).find((id) => settings.targets.every((target) => target.id !== id))
  if (stranger !== undefined) return { kind: 'impossible', why: `${settings.id} has no target ${stranger}` }
  const shares = settings.targets.map((target) => ({ name: backendOf(target), weight: weights[target.id] ?? 0 }))
  return dealBuckets(shares, split.buckets)
}

/** By hand the buckets are set one by one: slower, and not at once, but it needs no transaction across connections. */
export function mapByHand(
  settings: HaproxySettings,
  split: MapSplit,
  intent: WriteIntent,
  send: (command: string) => string,
): string {
  const lines: string[] = []
  for (const order of intent.splits) {
    const own = entriesOf(settings, split, order, intent.mark)
    if (own.kind === 'impossible') return `echo 'impossible: ${own.why.replaceAll("'", '’')}' >&2; false`
    const set = own.entries.map(({ key, value }) => {
      const done = (command: string) => `test -z "$(${send(command)} || echo no answer)"`
      return `{ ${done(`set map ${split.file} ${key} ${value}`)} || ${done(`add map ${split.file} ${key} ${value}`)}; }`
    })
    lines.push(...set)
  }
  return lines.join(' && ')
}

export function mapReadByHand(split: MapSplit, send: (command: string) => string): string {
  return send(`show map ${split.file}`)
}
