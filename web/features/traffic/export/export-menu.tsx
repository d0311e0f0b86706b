import IconDownload from '@tabler/icons-react/dist/esm/icons/IconDownload.mjs'
import { useState, type RefObject } from 'react'
import { mapWords } from '#web/messages/map-en.ts'
import { trafficWords } from '#web/messages/traffic-en.ts'
import { saveFile } from '#web/ui/save-file.ts'
import { useLive } from '#web/live/use-live.ts'
import { ToolMenu, type ToolMenuItem } from '../map/tool-menu.tsx'
import type { TableContent } from '../table/table-row.ts'
import type { MapPicture, ShownFleet } from './map-picture.ts'
import type { WantedFile } from './write-file.ts'

export interface ExportMenuProps extends Omit<ShownFleet, 'simulated'> {
  region: string | null
  geographic: boolean
  /** What the map shows; null while there is none. */
  picture: RefObject<MapPicture | null>
  /** The table stands in for the map: there is no picture to write. */
  asTable: boolean
  /** Two moments stand side by side: the picture is that of one of them. */
  bySide: boolean
}

const load = () => import('./write-file.ts')

/** The whole graph as a picture or a drawing, and its numbers as a table, as files. */
export function ExportMenu(props: ExportMenuProps) {
  const { fleet, filter, group, region, geographic, picture, asTable, bySide } = props
  const words = mapWords.export
  const simulated = useLive((live) => live.simulated)
  const [said, setSaid] = useState('')

  const write = async (wanted: WantedFile): Promise<void> => {
    setSaid(words.underWay(wanted.kind.toUpperCase()))
    try {
      const { writeFile } = await load()
      const comparison = bySide && wanted.kind !== 'csv' ? null : props.comparison
      const file = await writeFile({ fleet, filter, group, simulated, comparison }, wanted)
      saveFile(file)
      setSaid(words.done(file.name))
    } catch (error) {
      setSaid(words.failed(error instanceof Error ? error.message : String(error)))
    }
  }
  const drawing = (kind: 'png' | 'svg', label: string, hint: string): ToolMenuItem => ({
    id: kind,
    label,
    hint,
    onChoose: () => {
      if (picture.current !== null) void write({ kind, picture: picture.current, geographic })
    },
  })
  const table = (content: TableContent): ToolMenuItem => ({
    id: content,
    label: words.csv(trafficWords.table[content]),
    hint: words.csvHint,
    onChoose: () => void write({ kind: 'csv', content, region }),
  })
  return (
    <ToolMenu
      label={words.label}
      icon={IconDownload}
      side="right"
      onApproach={() => void load().catch(() => {})}
      items={[
        ...(asTable ? [] : [drawing('png', words.png, words.pngHint), drawing('svg', words.svg, words.svgHint)]),
        ...(region === null ? [table('regions')] : []),
        table('services'),
        table('connections'),
      ]}
    >
      <span className="visually-hidden" role="status">
        {said}
      </span>
    </ToolMenu>
  )
}
