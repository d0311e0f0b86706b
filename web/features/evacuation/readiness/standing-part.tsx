import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { PERMISSIONS } from '#contract/permissions.ts'
import { refreshStandingMutation, standingPlansQuery } from '#web/api/readiness.ts'
import { useLastingError } from '#web/api/use-lasting-error.ts'
import { roleNames } from '#web/messages/access-en.ts'
import { refusalWords } from '#web/messages/evacuation-run-en.ts'
import { utcWhenText } from '#web/messages/format.ts'
import { standingWords as words } from '#web/messages/readiness-en.ts'
import { ActButton } from '../act-button.tsx'
import { Problem } from '../problem.tsx'
import { useLooker } from '../use-looker.ts'
import { StandingCard } from './standing-card.tsx'
import classes from './readiness.module.css'

export interface StandingPartProps {
  region: string
  now: number
  onGo: (href: string) => void
}

/** The plans that stand ready for this region, one for each way it may fail. */
export function StandingPart({ region, now, onGo }: StandingPartProps) {
  const asked = useQuery(standingPlansQuery())
  const error = useLastingError(asked)
  const looker = useLooker()
  const cache = useQueryClient()
  const refresh = useMutation({
    ...refreshStandingMutation(),
    onSuccess: (plans) => {
      cache.setQueryData(standingPlansQuery().queryKey, plans)
      void cache.invalidateQueries({ queryKey: ['readiness'] })
    },
  })
  const { data } = asked
  const rests =
    looker === null
      ? refusalWords.unknownWho
      : !looker.permissions.includes('evacuation.propose')
        ? refusalWords.roles(PERMISSIONS['evacuation.propose'].roles.map((role) => roleNames[role]).join(' or '))
        : refresh.isPending
          ? words.refreshing
          : null
  const lines = data?.plans.filter((line) => line.region === region) ?? []
  return (
    <section className={classes.section} aria-labelledby="standing-plans">
      <header className={classes.standingHead}>
        <h3 id="standing-plans" className="group-label">
          {words.title}
        </h3>
        <span className={classes.quiet}>
          {data !== undefined && data.nextRefreshAt !== null && words.next(utcWhenText(data.nextRefreshAt, now))}
        </span>
        <ActButton whyNot={rests} onClick={() => refresh.mutate()}>
          {refresh.isPending ? words.refreshing : words.refresh}
        </ActButton>
      </header>
      <p className={classes.quiet}>{words.lead}</p>
      {refresh.isError && <Problem text={refresh.error.message} />}
      {data !== undefined && data.problem !== null && <Problem text={data.problem} />}
      {data === undefined && (
        <p className={classes.quiet} role={error === null ? 'status' : 'alert'}>
          {error === null ? words.loading : `${words.failed}: ${error.message}`}
        </p>
      )}
      {data !== undefined && lines.length === 0 && (
        <p className={classes.quiet}>{data.nextRefreshAt === null ? words.noControls : words.none}</p>
      )}
      <div className={classes.cards}>
        {lines.map((line) => (
          <StandingCard key={line.failure} line={line} now={now} looker={looker} onGo={onGo} />
        ))}
      </div>
      {data !== undefined && lines.some(({ runbook }) => runbook !== null) && (
        <p className={classes.quiet}>{words.where(data.runbooks)}</p>
      )}
    </section>
  )
}
