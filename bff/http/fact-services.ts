import type { ServiceId } from '#contract/ids.ts'
import type { IdentityReport } from '#contract/services/identity.ts'
import type { InstanceStatusSet, SetInstanceStatus } from '#contract/services/instance.ts'
import type { PutScoreRules, ServiceDetail, ServicesAnswer } from '#contract/services/service.ts'
import type { Ctx } from '#bff/ctx.ts'

/** What the routes of service health call. */
export interface FactServices {
  services(): Promise<ServicesAnswer>
  /** Fails where the fleet has no such service, with the likest names. */
  service(service: ServiceId): Promise<ServiceDetail>
  putScoreRules(input: {
    ctx: Ctx
    service: ServiceId
    input: PutScoreRules
  }): Promise<Pick<ServiceDetail, 'scoreRules' | 'scoreRulesOwn'>>
  identity(): IdentityReport
  setInstanceStatus(input: { ctx: Ctx; input: SetInstanceStatus }): Promise<InstanceStatusSet>
}
