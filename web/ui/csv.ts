/**
 * Comma-separated values as RFC 4180 has them: CRLF at line ends, quotes where needed, the first line names the columns.
 * A text that a spreadsheet would run as a formula gets an apostrophe in front, which spreadsheets show as plain text.
 */
export function csvOf(header: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  return [header, ...rows].map((row) => `${row.map(fieldOf).join(',')}\r\n`).join('')
}

/** Numbers with a point and without separators; what is unknown is empty. */
function fieldOf(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return Number.isFinite(value) ? String(Number(value.toPrecision(8))) : ''
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
