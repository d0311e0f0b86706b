import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { mapWords } from '#web/messages/map-en.ts'

export interface DownloadedFile {
  name: string
  content: Buffer
}

/** What the menu "Export" writes under this label, as it lies on a disk. */
export async function exportedFile(page: Page, label: string): Promise<DownloadedFile> {
  await page.getByRole('button', { name: mapWords.export.label }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: label }).click(),
  ])
  return { name: download.suggestedFilename(), content: await readFile(await download.path()) }
}

/** Each row of a file of comma-separated values by the names of its columns. */
export function csvRecords(text: string): Record<string, string>[] {
  const [header = [], ...rows] = text
    .trimEnd()
    .split('\r\n')
    .map((line) =>
      [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].slice(0, -1).map(([, field = '']) => bare(field)),
    )
  return rows.map((row) => Object.fromEntries(header.map((name, column) => [name, row[column] ?? ''])))
}

function bare(field: string): string {
  return field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field
}

/** Width and height as a PNG's own header tells them. */
export function sizeOfPng(content: Buffer): { width: number; height: number } {
  if (content.toString('latin1', 1, 4) !== 'PNG') throw new Error('this is no PNG')
  return { width: content.readUInt32BE(16), height: content.readUInt32BE(20) }
}
