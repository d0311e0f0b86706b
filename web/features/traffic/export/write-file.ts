import type { WrittenFile } from '#web/ui/save-file.ts'
import { createTextRuler } from './text-ruler.ts'
import type { TableContent } from '../table/table-row.ts'
import { WORLD_VIEW } from '../traffic-search.ts'
import { createCanvasPaper } from './canvas-paper.ts'
import { prepareSheet } from './draw-sheet.ts'
import { differenceCsv } from './difference-csv.ts'
import { fileName } from './file-name.ts'
import type { MapPicture, ShownFleet } from './map-picture.ts'
import { titleOf } from './sheet-words.ts'
import { createSvgPaper } from './svg-paper.ts'
import { tableCsv } from './table-csv.ts'

export type WantedFile =
  | { kind: 'png' | 'svg'; picture: MapPicture; geographic: boolean }
  | { kind: 'csv'; content: TableContent; region: string | null }

const SCALE = 2
/** Browsers draw no larger canvas; a very large graph is drawn smaller. */
const MOST_SIDE_PX = 16_000
const MOST_PX = 120_000_000

/** The file as it will lie on a disk. Everything needed for it is fetched when it is first asked for. */
export async function writeFile(shown: ShownFleet, wanted: WantedFile): Promise<WrittenFile> {
  if (wanted.kind === 'csv') {
    const { comparison } = shown
    const table =
      comparison === null
        ? tableCsv(shown, wanted.content, wanted.region)
        : differenceCsv({ ...shown, comparison }, wanted.content, wanted.region)
    const content = new Blob([table], { type: 'text/csv;charset=utf-8' })
    // Rows of the table are services, drawn together or not.
    const name = fileName({ ...shown, group: null }, `${wanted.region ?? WORLD_VIEW}-${wanted.content}`, 'csv')
    return { name, content }
  }
  const { model, theme, legend } = wanted.picture
  await document.fonts.ready
  const sheet = prepareSheet({
    ...shown,
    model,
    theme,
    requestsPerDot: legend.requestsPerDot,
    backdrop: wanted.geographic ? await coastlines() : null,
    widthOf: createTextRuler(theme.fontFamily),
  })
  const name = fileName(shown, model.view, wanted.kind)
  if (wanted.kind === 'svg') {
    const paper = createSvgPaper()
    sheet.drawOn(paper)
    const { width, height } = sheet
    const text = paper.file({
      width,
      height,
      scale: SCALE,
      title: titleOf(model.view, shown),
      fontFamily: theme.fontFamily,
    })
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
