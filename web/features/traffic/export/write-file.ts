import { instantTextOf } from '#web/urls/urls.ts'
import type { Fleet } from '../facts/fleet.ts'
import { createTextRuler } from './text-ruler.ts'
import type { TableContent } from '../table/table-row.ts'
import { createCanvasPaper } from './canvas-paper.ts'
import { prepareSheet, titleOf } from './draw-sheet.ts'
import type { MapPicture } from './map-picture.ts'
import { createSvgPaper } from './svg-paper.ts'
import { tableCsv } from './table-csv.ts'

export type WantedFile =
  | { kind: 'png' | 'svg'; picture: MapPicture; geographic: boolean }
  | { kind: 'csv'; content: TableContent; region: string | null }

export interface WrittenFile {
  name: string
  content: Blob
}

const SCALE = 2
/** Browsers draw no larger canvas; a very large graph is drawn smaller. */
const MOST_SIDE_PX = 16_000
const MOST_PX = 120_000_000

/** The file as it will lie on a disk. Everything needed for it is fetched when it is first asked for. */
export async function writeFile(fleet: Fleet, simulated: boolean, wanted: WantedFile): Promise<WrittenFile> {
  if (wanted.kind === 'csv') {
    const content = new Blob([tableCsv(fleet, wanted.content, wanted.region)], { type: 'text/csv;charset=utf-8' })
    return { name: fileName(fleet, `${wanted.region ?? 'world'}-${wanted.content}`, 'csv'), content }
  }
  const { model, theme, legend } = wanted.picture
  await document.fonts.ready
  const sheet = prepareSheet({
    model,
    fleet,
    theme,
    requestsPerDot: legend.requestsPerDot,
    backdrop: wanted.geographic ? await coastlines() : null,
    simulated,
    widthOf: createTextRuler(theme.fontFamily),
  })
  const name = fileName(fleet, model.view, wanted.kind)
  if (wanted.kind === 'svg') {
    const paper = createSvgPaper()
    sheet.drawOn(paper)
    const { width, height } = sheet
    const text = paper.file({ width, height, scale: SCALE, title: titleOf(model), fontFamily: theme.fontFamily })
    return { name, content: new Blob([text], { type: 'image/svg+xml' }) }
  }
  return { name, content: await pngOf(sheet, theme.fontFamily) }
}

async function pngOf(sheet: ReturnType<typeof prepareSheet>, fontFamily: string): Promise<Blob> {
  const { width, height } = sheet
  const scale = Math.min(SCALE, MOST_SIDE_PX / Math.max(width, height), Math.sqrt(MOST_PX / (width * height)))
  const canvas = document.createElement('canvas')
  canvas.width = Math.floor(width * scale)
  canvas.height = Math.floor(height * scale)
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('the browser gives no canvas of this size')
  context.scale(scale, scale)
  sheet.drawOn(createCanvasPaper(context, fontFamily))
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (blob === null) throw new Error('the browser could not write the picture')
  return blob
}

async function coastlines(): Promise<Float32Array> {
  const { readCoastlines } = await import('#web/engine/backdrop/coastlines.ts')
  return readCoastlines()
}

/** `spillway-us-east-1-services-2026-11-22T14-02-11Z.csv`: the view and the moment of the data, UTC. */
export function fileName(fleet: Fleet, view: string, extension: string): string {
  const safe = view.replaceAll(/[^a-z0-9.-]+/gi, '-')
  return `spillway-${safe}-${instantTextOf(fleet.frame.worldAt).replaceAll(':', '-')}.${extension}`
}

/** Lets the browser save it. */
export function saveFile({ name, content }: WrittenFile): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
  // The browser reads it a little later.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
