import type { RegionId } from '#contract/ids.ts'
import type { DoctorFinding } from '../source.ts'
import { doorsOf, type PcpContext } from './context.ts'
import { urlOfRegion } from './settings.ts'

type Finding = Omit<DoctorFinding, 'source'>

/** Ages and rates rest on the host's clock; people compare them with this one. */
const MOST_SKEW_MS = 2_000

/** Whether each pmproxy answers, and what one host of each tells. */
export async function examine(context: PcpContext, signal: AbortSignal): Promise<DoctorFinding[]> {
  const found = await Promise.all(doorsOf(context).map((region) => examineDoor(context, region, signal)))
  return [...found.flat(), ...examineReach(context)].map((finding) => ({ source: context.id, ...finding }))
}

async function examineDoor(context: PcpContext, region: RegionId, signal: AbortSignal): Promise<Finding[]> {
  const { settings, clientOf } = context
  const url = urlOfRegion(settings, region)
  const failure = await clientOf(region).knock({ signal })
  if (failure !== null) return [finding('pmproxy', 'failed', failure.message)]
  const answers = finding('pmproxy', 'ok', `${url} answers.`)
  const one = settings.hosts.find((host) => urlOfRegion(settings, host.region) === url)
  return one === undefined ? [answers] : [answers, ...(await examineHost(context, one, signal))]
}

async function examineHost(
  { hosts, clock }: PcpContext,
  { region, instance }: { region: RegionId; instance: string },
  signal: AbortSignal,
): Promise<Finding[]> {
  const asked = `host ${instance}`
  const opened = hosts.open({ region, instance, host: null, address: null })
  if (opened.kind !== 'opened') return [finding(asked, 'failed', 'Its region is not one of this source.')]
  const answer = await opened.host.read({ signal })
  if (answer.kind === 'failed') return [finding(asked, 'failed', answer.message)]
  const { at, hostName, values, untold } = answer.sample
  const parts = new Set(values.map(({ of }) => of)).size
  const skewMs = at - clock.now()
  return [
    {
      ...finding(asked, 'ok', `${hostName ?? 'It'} tells ${values.length} values of ${parts} cores and devices.`),
      ageMs: Math.max(0, -skewMs),
    },
    ...(untold.length === 0 ? [] : [finding(asked, 'warning', `It does not tell ${untold.join(', ')}.`)]),
    ...(Math.abs(skewMs) <= MOST_SKEW_MS
      ? []
      : [
          finding(
            asked,
            'warning',
            `Its clock is ${(Math.abs(skewMs) / 1_000).toFixed(0)} s ${skewMs > 0 ? 'ahead of' : 'behind'} this machine's; set both by NTP.`,
          ),
        ]),
  ]
}

/** Without a list no instance of a registry may be asked. */
function examineReach({ settings }: PcpContext): Finding[] {
  const { networks, domains, hosts } = settings
  if (networks.length + domains.length > 0) {
    return [finding('reach', 'ok', `Instances in ${[...networks, ...domains].join(', ')} may be asked.`)]
  }
  if (hosts.length > 0) return [finding('reach', 'ok', `The ${hosts.length} hosts of the configuration may be asked.`)]
  const remedy = 'list networks or domains that instances lie in, or single hosts'
  return [finding('reach', 'warning', `No host may be asked: ${remedy}.`)]
}

function finding(asked: string, outcome: Finding['outcome'], answer: string): Finding {
  return { asked, outcome, answer, ageMs: null }
}
