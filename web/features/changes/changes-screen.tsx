import IconHistory from '@tabler/icons-react/dist/esm/icons/IconHistory.mjs'
import IconPlugConnectedX from '@tabler/icons-react/dist/esm/icons/IconPlugConnectedX.mjs'
import { useMemo, useState } from 'react'
import { errorCodeOf } from '#web/api/request-error.ts'
import { useLive } from '#web/live/use-live.ts'
import { useNow } from '#web/live/use-now.ts'
import { changesWords as words } from '#web/messages/changes-en.ts'
import { utcTimeText } from '#web/messages/format.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { ForbiddenState } from '#web/ui/forbidden-state.tsx'
import { ChangeFeed } from './change-feed.tsx'
import {
  isFiltered,
  rangeOf,
  withKind,
  withLast,
  withSpan,
  withoutFilters,
  type ChangesSearch,
} from './changes-search.ts'
import classes from './changes.module.css'
import { densityOf } from './density.ts'
import { DensityStrip } from './density-strip.tsx'
import { FeedTools } from './feed-tools.tsx'
import { RecordDialog } from './record-dialog.tsx'
import { MOST_CHANGES, useChangesFound, type ChangesFound } from './use-changes-found.ts'

export interface ChangesScreenProps {
  search: ChangesSearch
  onSearch: (next: ChangesSearch, how?: { replace: boolean }) => void
}

/** Whatever changed the fleet, in one feed. */
export function ChangesScreen({ search, onSearch }: ChangesScreenProps) {
  const now = useNow()
  const found = useChangesFound(search, now)
  const [said, setSaid] = useState('')
  return (
    <div className={classes.screen}>
      <h1 className="visually-hidden">{words.title}</h1>
      <FeedTools search={search} onSearch={onSearch} found={found} onSaid={setSaid} />
      <Found search={search} onSearch={onSearch} found={found} now={now} />
      <p className="visually-hidden" role="status">
        {said}
      </p>
      {search.record === true && (
        <RecordDialog
          now={now}
          onClose={() => onSearch({ ...search, record: undefined }, { replace: true })}
          onRecorded={(title) => setSaid(words.dialog.done(title))}
        />
      )}
    </div>
  )
}

interface FoundProps extends ChangesScreenProps {
  found: ChangesFound
  now: number
}

function Found({ search, onSearch, found, now }: FoundProps) {
  const { told, shown, kinds, from, to, error } = found
  const density = useMemo(() => densityOf(found.found, from, to), [found.found, from, to])
  if (told === undefined) return <NotTold found={found} />
  return (
    <>
      {error !== null && <AsOf found={found} error={error} />}
      {found.isCut && (
        <p className={classes.notice} role="status">
          {words.cut(MOST_CHANGES)}
        </p>
      )}
      {found.found.length > 0 && (
        <DensityStrip
          density={density}
          kinds={kinds}
          onKind={(kind) => onSearch(withKind(search, kind))}
          onSpan={(start, end) => onSearch(withSpan(search, start, end))}
        />
      )}
      {shown.length > 0 ? <ChangeFeed changes={shown} now={now} /> : <Nothing {...{ search, onSearch, found }} />}
    </>
  )
}

function AsOf({ found, error }: { found: ChangesFound; error: Error }) {
  const skewMs = useLive((live) => live.skewMs)
  return (
    <p className={classes.notice} data-tone="old" role="status">
      {words.asOf(utcTimeText(found.toldAt - skewMs), error.message)}
    </p>
  )
}

function NotTold({ found: { error, askAgain } }: { found: ChangesFound }) {
  if (errorCodeOf(error) === 'forbidden') {
    return (
      <div className={classes.state}>
        <ForbiddenState what={words.forbidden} needed={[]} />
      </div>
    )
  }
  if (error !== null) {
    return (
      <EmptyState
        title={words.failed}
        icon={<IconPlugConnectedX size={34} stroke={1.6} />}
        role="alert"
        action={<ActionButton onClick={askAgain}>{words.retry}</ActionButton>}
      >
        <p>{error.message}</p>
      </EmptyState>
    )
  }
  return (
    <div className={classes.state}>
      <p className={classes.waiting} role="status">
        {words.loading}
      </p>
      {['92%', '84%', '88%', '80%', '86%'].map((width) => (
        <span key={width} className={classes.bones} style={{ width }} aria-hidden />
      ))}
    </div>
  )
}

function Nothing({ search, onSearch, found }: ChangesScreenProps & { found: ChangesFound }) {
  if (isFiltered(search)) {
    return (
      <EmptyState
        title={words.nothingFits.title}
        icon={<IconHistory size={34} stroke={1.6} />}
        role="status"
        action={<ActionButton onClick={() => onSearch(withoutFilters(search))}>{words.clear}</ActionButton>}
      >
        <p>{words.nothingFits.body(found.told?.length ?? 0)}</p>
      </EmptyState>
    )
  }
  const range = rangeOf(search)
  const isLongest = range.kind === 'last' && range.name === '30d'
  return (
    <EmptyState
      title={words.empty.title}
      icon={<IconHistory size={34} stroke={1.6} />}
      role="status"
      action={
        isLongest ? undefined : (
          <ActionButton onClick={() => onSearch(withLast(search, '30d'))}>{words.empty.longer}</ActionButton>
        )
      }
    >
      <p>{words.empty.body}</p>
    </EmptyState>
  )
}
