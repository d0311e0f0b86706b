import IconHelpHexagon from '@tabler/icons-react/dist/esm/icons/IconHelpHexagon.mjs'
import type { Roster } from '#contract/roster.ts'
import { servicePageWords } from '#web/messages/service-page-en.ts'
import { serviceUrl, servicesUrl } from '#web/urls/urls.ts'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { likestNames } from './facts/likest-names.ts'
import page from './page.module.css'

export interface UnknownServiceProps {
  service: string
  roster: Roster
  /** Why the server could not say; null where it knows no such service. */
  why: Error | null
}

const words = servicePageWords.unknown

/** An old or mistyped address: says so, and which names are like it. */
export function UnknownService({ service, roster, why }: UnknownServiceProps) {
  const all = [...new Set(roster.nodes.filter(({ gone }) => gone !== true).map((node) => node.service))]
  const like = likestNames(service, all)
  return (
    <EmptyState
      title={words.title(service)}
      icon={<IconHelpHexagon size={34} stroke={1.6} />}
      headingLevel="h1"
      action={
        <a className={page.out} href={servicesUrl()}>
          {words.all}
        </a>
      }
    >
      <p>{words.body}</p>
      {why !== null && <p>{why.message}</p>}
      {like.length > 0 && (
        <p>
          {words.like}:{' '}
          {like.map((one, index) => (
            <span key={one}>
              {index > 0 && ', '}
              <a className={page.out} href={serviceUrl(one)}>
                {one}
              </a>
            </span>
          ))}
        </p>
      )}
    </EmptyState>
  )
}
