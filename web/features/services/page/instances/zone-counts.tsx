import type { InstanceCount } from '#contract/services/service.ts'
import { servicePageWords } from '#web/messages/service-page-en.ts'
import { partText } from '../../table/cell-words.ts'
import page from '../page.module.css'
import { countByZone } from './count-by-zone.ts'
import classes from './instances.module.css'

const words = servicePageWords.instances

/** Where they stand and what runs there: a bad version or a dead zone is a column or a row of its own. */
export function ZoneCountTables({ counts }: { counts: readonly InstanceCount[] }) {
  return (
    <div className={classes.matrices}>
      {countByZone(counts).map(({ region, zones, versions, cells }) => (
        <table key={region} className={page.table} aria-label={`${words.byZone}, ${region}`}>
          <thead>
            <tr>
              <th scope="col">{region}</th>
              {versions.map((version) => (
                <th key={version ?? ''} scope="col" className={classes.asIs}>
                  {version ?? words.noVersion}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {zones.map((zone, row) => (
              <tr key={zone ?? ''}>
                <th scope="row">{zone ?? words.noZone}</th>
                {(cells[row] ?? []).map((cell, column) => (
                  <td key={versions[column] ?? ''}>
                    {cell === null ? (
                      <span className={page.small}>·</span>
                    ) : (
                      <span
                        className={page.tone}
                        data-tone={cell.up === 0 ? 'failing' : cell.up < cell.total ? 'degraded' : undefined}
                      >
                        {partText(cell.up, cell.total)}
                      </span>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  )
}
