import { useState } from 'react'
import { isBreakerOpen, type Breaker } from '#contract/services/breaker.ts'
import type { ServiceDetail } from '#contract/services/service.ts'
import { servicePageWords } from '#web/messages/service-page-en.ts'
import page from '../page.module.css'
import { BreakerTable } from './breaker-table.tsx'
import { sortBreakers } from './sort-breakers.ts'

const words = servicePageWords.breakers
const MOST = 12

/** Its breakers, and those of its callers that stand before it. */
export function BreakersSection({ detail, isOld }: { detail: ServiceDetail; isOld: boolean }) {
  const { breakers, breakersBefore, feeds } = detail
  const isTold = feeds.some(({ tells }) => tells === 'breakers')
  const open = breakers.filter(({ state }) => isBreakerOpen(state)).length
  return (
    <>
      <h2 className={page.heading}>
        {servicePageWords.sections.breakers}
        {breakers.length > 0 && (
          <span className={page.summary} data-tone={open > 0 ? 'failing' : undefined}>
            {words.summary(open, breakers.length)}
          </span>
        )}
      </h2>
      {breakers.length === 0 ? (
        <p className={page.quiet}>{isTold ? words.noneHere : words.none}</p>
      ) : (
        <Board breakers={breakers} isOld={isOld} holder="own" label={servicePageWords.sections.breakers} />
      )}
      {breakersBefore.length > 0 && (
        <>
          <h3 className={`${page.label} ${page.later}`}>{words.before}</h3>
          <Board breakers={breakersBefore} isOld={isOld} holder="callers" label={words.before} />
        </>
      )}
    </>
  )
}

interface BoardProps {
  breakers: readonly Breaker[]
  isOld: boolean
  holder: 'own' | 'callers'
  label: string
}

function Board({ breakers, isOld, holder, label }: BoardProps) {
  const [showsAll, setShowsAll] = useState(false)
  const sorted = sortBreakers(breakers)
  return (
    <div className={isOld ? page.old : undefined}>
      <BreakerTable breakers={showsAll ? sorted : sorted.slice(0, MOST)} holder={holder} label={label} />
      {sorted.length > MOST && (
        <button type="button" className={`${page.link} ${page.small}`} onClick={() => setShowsAll(!showsAll)}>
          {showsAll ? words.fewer : words.more(sorted.length)}
        </button>
      )}
    </div>
  )
}
