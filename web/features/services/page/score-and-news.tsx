import type { Change } from '#contract/change.ts'
import { DEFAULT_SCORE_RULES } from '#contract/services/score.ts'
import type { ServiceDetail } from '#contract/services/service.ts'
import { servicePageWords as words } from '#web/messages/service-page-en.ts'
import { AlertsSection } from './alerts/alerts-section.tsx'
import { ChangesSection } from './alerts/changes-section.tsx'
import type { RegionPicture } from './facts/region-picture.ts'
import page from './page.module.css'
import { ScorePanel } from './score/score-panel.tsx'
import { useWhyNot } from './use-why-not.ts'

export interface ScoreAndNewsProps {
  service: string
  /** Of the region whose score is shown. */
  picture: RegionPicture | undefined
  detail: ServiceDetail | undefined
  /** Nobody has told of alerts for long. */
  isOld: boolean
  changes: { changes: readonly Change[]; error: Error | null }
  now: number
}

/** What the score is made of, beside what others say of it and what was changed. */
export function ScoreAndNews({ service, picture, detail, isOld, changes, now }: ScoreAndNewsProps) {
  const whyNot = useWhyNot('fleet.annotate')
  return (
    <div className={`${page.section} ${page.columns}`}>
      {picture !== undefined && (
        <div id="score">
          <ScorePanel
            service={service}
            region={picture.region}
            score={picture.score}
            rules={detail?.scoreRules ?? DEFAULT_SCORE_RULES}
            isOwn={detail?.scoreRulesOwn === true}
            whyNot={detail === undefined ? words.reading : whyNot}
          />
        </div>
      )}
      <div id="alerts">
        {detail !== undefined && <AlertsSection detail={detail} isOld={isOld} whyNot={whyNot} now={now} />}
        <div id="changes" className={page.later}>
          <ChangesSection changes={changes.changes} error={changes.error} now={now} />
        </div>
      </div>
    </div>
  )
}
