import { memo, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { ServicesAnswer } from '#contract/services/service.ts'
import { useFilter, type FilterAsked } from '#web/filter/use-filter.ts'
import { DataNotice } from '#web/fleet/data-notice.tsx'
import type { Fleet } from '#web/fleet/fleet.ts'
import { useLive } from '#web/live/use-live.ts'
import { servicesWords as words } from '#web/messages/services-en.ts'
import { serviceUrl } from '#web/urls/urls.ts'
import { saveFile } from '#web/ui/save-file.ts'
import { orderBoard } from './board/order-board.ts'
import type { ServiceBoard } from './board/service-board.ts'
import type { Sort } from './board/sort.ts'
import { useBoard } from './board/use-board.ts'
import { FactsLine } from './parts/facts-line.tsx'
import { judgeFeeds, oldKinds } from './parts/fact-feeds.tsx'
import { servicesCsv, servicesCsvName } from './services-csv.ts'
import { ServicesTools } from './services-tools.tsx'
import { sortOf, withSort, type ServicesSearch } from './services-search.ts'
import { SmallMultiples } from './small/small-multiples.tsx'
import { chosenColumns, storedColumns } from './table/column-choice.ts'
import { ServicesTable } from './table/services-table.tsx'
import classes from './services.module.css'

export interface KnownServicesProps {
  fleet: Fleet
  /** Undefined until it is there. */
  answer: ServicesAnswer | undefined
  error: Error | null
  search: ServicesSearch
  onSearch: (next: ServicesSearch, how?: { replace: boolean }) => void
  onGo: (href: string) => void
}

/** The table with its tools; made anew for a frame or an answer, not for each tick of a clock. */
export const KnownServices = memo(KnownServicesOf)

function KnownServicesOf({ fleet, answer, error, search, onSearch, onGo }: KnownServicesProps) {
  const stream = useLive((live) => live.stream)
  const simulated = useLive((live) => live.simulated)
  const board = useBoard(fleet, answer)
  const { q, hide } = search
  const asked: FilterAsked = useMemo(() => ({ q, hide, region: null, selected: undefined }), [q, hide])
  const slowFleet = useSlowFleet(fleet)
  const filter = useFilter(slowFleet, asked)
  const matches = useMemo(() => servicesMatching(board.index, filter.filtered?.nodes), [board.index, filter.filtered])
  const [stored] = useState(storedColumns)
  const columns = useMemo(() => chosenColumns(search.cols, stored), [search.cols, stored])
  const { sort: sortText } = search
  const sort = useMemo(() => sortOf({ sort: sortText }), [sortText])
  const judged = judgeFeeds(answer?.feeds ?? [], fleet.worldNow, fleet.freshness)
  const oldText = [...oldKinds(judged)].join()
  // oxlint-disable-next-line react/exhaustive-deps -- the same kinds are the same set: rows need not render for it
  const old = useMemo(() => oldKinds(judged), [oldText])
  const open = useCallback((service: string) => onGo(serviceUrl(service)), [onGo])
  const hides = search.hide === true
  const sorted = useCallback((next: Sort) => onSearch(withSort(search, next)), [onSearch, search])
  const latest = useRef({ board, matches })
  useEffect(() => {
    latest.current = { board, matches }
  }, [board, matches])
  const write = useCallback((): string => {
    const now = latest.current
    const order = orderBoard(now.board, sort, hides ? now.matches : null)
    const text = servicesCsv({ board: now.board, order, filter: q ?? '', matches: now.matches, simulated })
    const name = servicesCsvName(now.board, now.matches !== null)
    saveFile({ name, content: new Blob([text], { type: 'text/csv;charset=utf-8' }) })
    return name
  }, [sort, hides, q, simulated])
  return (
    <>
      <DataNotice fleet={fleet} stream={stream} />
      <ServicesTools
        fleet={slowFleet}
        asked={asked}
        filter={filter}
        search={search}
        onSearch={onSearch}
        columns={columns}
        matching={countOf(matches)}
        all={board.index.services.length}
        onWrite={write}
      />
      {board.index.services.length === 0 ? (
        <p className={classes.empty}>{words.empty}</p>
      ) : hides && matches !== null && countOf(matches) === 0 ? (
        <p className={classes.empty}>{words.nothingFits}</p>
      ) : search.grid === true ? (
        <SmallMultiples board={board} sort={sort} matches={matches} hides={hides} />
      ) : (
        <ServicesTable
          board={board}
          columns={columns}
          sort={sort}
          onSort={sorted}
          matches={matches}
          hides={hides}
          old={old}
          onOpen={open}
        />
      )}
      <FactsLine answer={answer} error={error} judged={judged} now={fleet.worldNow} />
    </>
  )
}

/** Filters are asked of thousands of rows and connections: every few seconds is often enough. */
const FILTERED_EVERY_MS = 3_000

function useSlowFleet(fleet: Fleet): Fleet {
  const [kept, setKept] = useState(fleet)
  const isOther = kept.roster !== fleet.roster || kept.health !== fleet.health || kept.freshness !== fleet.freshness
  const next = isOther || fleet.worldNow - kept.worldNow >= FILTERED_EVERY_MS ? fleet : kept
  if (next !== kept) setKept(next)
  return next
}

/** A service is found where it is found in any region. */
function servicesMatching(index: ServiceBoard['index'], nodes: Uint8Array | undefined): Uint8Array | null {
  if (nodes === undefined) return null
  const matches = new Uint8Array(index.services.length)
  for (let service = 0; service < matches.length; service += 1) {
    const [from = 0, to = 0] = [index.firstPlace[service], index.firstPlace[service + 1]]
    for (let place = from; place < to; place += 1) {
      if (nodes[index.nodeRow[place] ?? -1] === 1) matches[service] = 1
    }
  }
  return matches
}

function countOf(matches: Uint8Array | null): number | null {
  return matches === null ? null : matches.reduce((sum, one) => sum + one, 0)
}
