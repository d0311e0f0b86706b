import { z } from 'zod'

/**
 * HAProxy's runtime API: a line in, a text out, the connection closed. There is no status: a write has happened when the
 * answer is one newline and nothing else, was refused when it is a sentence, and no answer at all tells nothing.
 * Columns are found by their headings, which differ from version to version.
 */

/** Of `show stat`: one row a server. */
const StatRow = z.object({
  pxname: z.string(),
  svname: z.string(),
  /** UP, DOWN, DRAIN, MAINT …, some with more behind. */
  status: z.string(),
  /** Acting now, with slow start taken into account. */
  weight: z.coerce.number().int().min(0),
  /** Requests so far; from zero again after a reload. */
  stot: z.coerce.number().int().min(0),
})
export type StatRow = z.infer<typeof StatRow>

/** Of `show servers state`: one row a server. */
const StateRow = z.object({
  be_name: z.string(),
  srv_name: z.string(),
  /** Bits of maintenance and drain, by whomever. */
  srv_admin_state: z.coerce.number().int().min(0),
  /** As set at run time. */
  srv_uweight: z.coerce.number().int().min(0),
})
export type StateRow = z.infer<typeof StateRow>

/** In srv_admin_state: maintenance forced, inherited or by resolution; drain forced or inherited. */
const OUT_OF_SERVICE_BITS = 0x01 | 0x02 | 0x20 | 0x08 | 0x10

/** Whether somebody has taken it out of service, whatever its weight says. A failing health check is nobody's setting. */
export function isTakenOut(state: StateRow, stat: StatRow): boolean {
  return (state.srv_admin_state & OUT_OF_SERVICE_BITS) !== 0 || /^(MAINT|DRAIN)/.test(stat.status)
}

/** Rows of a listing, or the sentence that came instead. */
export type Listing<Row> = { kind: 'rows'; rows: Row[] } | { kind: 'unreadable'; why: string }

export function parseStat(text: string): Listing<StatRow> {
  const lines = text.split('\n').filter((line) => line !== '')
  if (lines[0]?.startsWith('# ') !== true) return unreadable(text)
  return parseRows(lines[0].slice(2).split(','), lines.slice(1).map(splitCsv), StatRow)
}

export function parseServersState(text: string): Listing<StateRow> {
  const lines = text.split('\n').filter((line) => line !== '')
  if (lines[0] !== '1' || lines[1]?.startsWith('# ') !== true) return unreadable(text)
  const rows = lines.slice(2).map((line) => line.split(' '))
  return parseRows(lines[1].slice(2).split(' '), rows, StateRow)
}

/** Of `show map`: `<address> <key> <value>` a line; an empty map is an empty text. */
export function parseMap(text: string): Listing<{ key: string; value: string }> {
  const rows = []
  for (const line of text.split('\n')) {
    if (line === '') continue
    const [, key, value] = /^0x[0-9a-f]+ (\S+) (\S.*)$/.exec(line) ?? []
    if (key === undefined || value === undefined) return unreadable(text)
    rows.push({ key, value: value.trim() })
  }
  return { kind: 'rows', rows }
}

/** Of `show info`: which process this is; its counters begin with it. */
export function parseProcess(text: string): string | null {
  return /^Pid: (\d+)$/m.exec(text)?.[1] ?? null
}

export function parseNewVersion(text: string): string | null {
  return /^New version created: (\d+)\s*$/.exec(text)?.[1] ?? null
}

/** What was answered to a write. */
export type WriteVerdict = { kind: 'done' } | { kind: 'denied' | 'refused'; why: string }

export function judgeWrite(text: string): WriteVerdict {
  if (text === '\n') return { kind: 'done' }
  const why = oneLine(text)
  return { kind: /permission denied/i.test(why) ? 'denied' : 'refused', why }
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim().slice(0, 300)
}

function unreadable(text: string): { kind: 'unreadable'; why: string } {
  return { kind: 'unreadable', why: text.trim() === '' ? 'an empty answer' : `it says: ${oneLine(text)}` }
}

function parseRows<Row>(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  shape: z.ZodType<Row>,
): Listing<Row> {
  const parsed: Row[] = []
  for (const cells of rows) {
    const row = shape.safeParse(Object.fromEntries(headings.map((heading, column) => [heading, cells[column]])))
    if (!row.success) {
      const issue = row.error.issues[0]
      return { kind: 'unreadable', why: `a row without a usable ${issue?.path.join('.') ?? 'column'}` }
    }
    parsed.push(row.data)
  }
  return { kind: 'rows', rows: parsed }
}

/** Commas split but within quotes, where two quotes are one. */
function splitCsv(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, inQuotes, bare]) => inQuotes?.replaceAll('""', '"') ?? bare ?? '',
  )
}
