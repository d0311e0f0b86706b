/** The columns there are, in the order they stand; the name is always there. */
export const COLUMN_IDS = [
  'regions',
  'requests',
  'errors',
  'degraded',
  'p50',
  'p90',
  'p99',
  'saturation',
  'breakers',
  'instances',
  'alerts',
  'deploy',
  'versions',
  'owner',
  'onCall',
  'tier',
  'score',
  'age',
] as const
export type ColumnId = (typeof COLUMN_IDS)[number]

export const USUAL_COLUMNS: readonly ColumnId[] = [
  'regions',
  'requests',
  'errors',
  'p99',
  'saturation',
  'breakers',
  'instances',
  'alerts',
  'deploy',
  'owner',
  'score',
  'age',
]

const STORED_UNDER = 'spillway.services.columns'

/** Those of the address, else those this browser had last, else the usual ones; always in the same order. */
export function chosenColumns(text: string | undefined, stored: string | null): readonly ColumnId[] {
  return columnsOf(text) ?? columnsOf(stored ?? undefined) ?? USUAL_COLUMNS
}

function columnsOf(text: string | undefined): readonly ColumnId[] | null {
  if (text === undefined) return null
  const asked = text.split(',')
  const known = COLUMN_IDS.filter((id) => asked.includes(id))
  return known.length === 0 ? null : known
}

export function columnsText(columns: readonly ColumnId[]): string {
  return COLUMN_IDS.filter((id) => columns.includes(id)).join(',')
}

export function storedColumns(): string | null {
  try {
    return localStorage.getItem(STORED_UNDER)
  } catch {
    return null
  }
}

/** Where the browser keeps nothing, the address still does. */
export function storeColumns(columns: readonly ColumnId[] | null): void {
  try {
    if (columns === null) localStorage.removeItem(STORED_UNDER)
    else localStorage.setItem(STORED_UNDER, columnsText(columns))
  } catch {
    // Nothing is lost but the memory of it.
  }
}
