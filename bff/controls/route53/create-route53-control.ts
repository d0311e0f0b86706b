import type { PlaneDescriptor, Weights } from '#contract/evacuation/plane.ts'
import type { Clock } from '#bff/clock.ts'
import type {
  Control,
  ControlRefusal,
  ControlUnknown,
  ReadAnswer,
  WriteAnswer,
  WriteIntent,
} from '#bff/evacuation/control.ts'
import { awsExchange } from '../aws/aws-exchange.ts'
import type { ExchangeAnswer } from '../exchange.ts'
import { quoted } from '../shell.ts'
import { judgeFault } from './judge-fault.ts'
import { ROUTE53_MOST_WEIGHT, setIdentifierOf, type Route53Segment, type Route53Settings } from './settings.ts'
import { API_VERSION, changeRequest, changesOf, parseChange, parseRecordSets, weightsOfSets } from './wire.ts'
import type { Element } from './xml.ts'

const INSTANCE = 'api'
const MOST_RECORD_SETS = 300

interface Call {
  settings: Route53Settings
  ask(request: { method: 'GET' | 'POST'; path: string; body?: string }): Promise<ExchangeAnswer>
}

/** Weighted record sets of Route 53. All segments of a step are one batch: all of it or nothing. */
export function createRoute53Control(input: { settings: Route53Settings; clock: Clock }): Control {
  const { settings, clock } = input
  const open = new AbortController()
  // The last change that not all servers of Route 53 have yet: until then what is listed is set, but does not act.
  let pending: string | null = null
  const callOf = (limitMs: number): Call => {
    const until = clock.now() + limitMs
    return {
      settings,
      ask: ({ method, path, body }) =>
        awsExchange({
          url: `${settings.endpoint.replace(/\/+$/, '')}/${API_VERSION}${path}`,
          method,
          ...(body === undefined ? {} : { body, headers: { 'content-type': 'application/xml' } }),
          limitMs: until - clock.now(),
          signal: open.signal,
          now: () => clock.now(),
          credentials: settings.credentials,
          service: 'route53',
          region: 'us-east-1',
        }),
    }
  }
  return {
    descriptor: describe(settings),
    async read(instance, limitMs) {
      if (instance !== INSTANCE) return refuse(`${settings.id} has no instance ${instance}`)
      const call = callOf(limitMs)
      if (pending !== null && (await isInSync(call, pending))) pending = null
      return readSets(call, clock.now(), pending !== null)
    },
    async write(intent, limitMs) {
      if (intent.instance !== INSTANCE) return refuse(`${settings.id} has no instance ${intent.instance}`)
      const written = await writeSets(callOf(limitMs), intent)
      if (written.kind !== 'changed') return written
      pending = written.pending ?? pending
      return { kind: 'accepted' }
    },
    byHand: (intent) => byHand(settings, intent),
    readByHand: () =>
      settings.segments
        .map(
          ({ name }) =>
            `aws route53 list-resource-record-sets --hosted-zone-id ${settings.hostedZoneId} --query ${quoted(`ResourceRecordSets[?Name=='${name}']`)}`,
        )
        .join('; '),
    async close() {
      open.abort()
    },
  }
}

async function isInSync(call: Call, id: string): Promise<boolean> {
  const answer = await call.ask({ method: 'GET', path: `/change/${encodeURIComponent(id)}` })
  return answer.kind === 'answered' && answer.status === 200 && parseChange(answer.text)?.isInSync === true
}

async function setsOf(
  { settings, ask }: Call,
  segment: Route53Segment,
): Promise<{ kind: 'sets'; sets: Map<string, Element> } | ControlRefusal | ControlUnknown> {
  const query = `name=${encodeURIComponent(segment.name)}&type=${segment.type}&maxitems=${MOST_RECORD_SETS}`
  const answer = await ask({ method: 'GET', path: `/hostedzone/${settings.hostedZoneId}/rrset?${query}` })
  if (answer.kind !== 'answered' || answer.status !== 200) return judgeFault(answer)
  const sets = parseRecordSets(answer.text, segment)
  return sets === null ? { kind: 'unknown', why: 'an answer that is no list of record sets' } : { kind: 'sets', sets }
}

async function readSets(call: Call, at: number, isPending: boolean): Promise<ReadAnswer> {
  const segments = []
  for (const segment of call.settings.segments) {
    const found = await setsOf(call, segment)
    if (found.kind !== 'sets') return found
    const weights = weightsOfSets(call.settings, found.sets)
    segments.push({ segment: segment.id, weights, ...(isPending ? { effective: {} } : {}) })
  }
  return { kind: 'read', reading: { instance: INSTANCE, at, segments } }
}

type Written = Exclude<WriteAnswer, { kind: 'accepted' }> | { kind: 'changed'; pending: string | null }

async function writeSets(call: Call, intent: WriteIntent): Promise<Written> {
  const { settings, ask } = call
  const changes: Element[] = []
  for (const { segment: id, weights } of intent.splits) {
    const segment = settings.segments.find((each) => each.id === id)
    if (segment === undefined) return refuse(`${settings.id} has no segment ${id}`)
    const found = await setsOf(call, segment)
    // So far only questions were asked.
    if (found.kind === 'unknown') return { kind: 'refused', cause: 'unreachable', why: found.why }
    if (found.kind !== 'sets') return found
    const fault = faultOf(settings, { ...weightsOfSets(settings, found.sets), ...weights }, weights)
    if (fault !== null) return refuse(`${id}: ${fault}`)
    const before = weightsOfSets(settings, found.sets)
    for (const target of settings.targets) {
      const set = found.sets.get(setIdentifierOf(target))
      const weight = weights[target.id]
      if (weight === undefined || weight === before[target.id]) continue
      if (set === undefined) return refuse(`${id}: there is no record set ${setIdentifierOf(target)}`)
      changes.push(...changesOf(set, weight))
    }
  }
  if (changes.length === 0) return { kind: 'changed', pending: null }
  const { planId, epoch, step } = intent.mark
  const body = changeRequest(`spillway ${planId} epoch ${epoch} step ${step}`, changes)
  const answer = await ask({ method: 'POST', path: `/hostedzone/${settings.hostedZoneId}/rrset/`, body })
  if (answer.kind !== 'answered' || answer.status !== 200) return judgeFault(answer)
  const change = parseChange(answer.text)
  if (change === null) return { kind: 'unknown', why: 'a good answer that names no change' }
  return { kind: 'changed', pending: change.isInSync ? null : change.id }
}

/** All zero is an equal split in Route 53: the evacuated region would get its share again. */
function faultOf(settings: Route53Settings, after: Weights, wanted: Weights): string | null {
  for (const [id, weight] of Object.entries(wanted)) {
    if (settings.targets.every((target) => target.id !== id)) return `there is no target ${id}`
    if (!Number.isInteger(weight) || weight < 0 || weight > ROUTE53_MOST_WEIGHT) {
      return `a weight of ${id} is a whole number from 0 to ${ROUTE53_MOST_WEIGHT}, not ${weight}`
    }
  }
  return Object.values(after).some((weight) => weight > 0)
    ? null
    : 'every weight would be zero, which Route 53 takes as an equal split'
}

/** UPSERT needs the whole of each set, so the line fetches it, changes the weight and sends it back. */
function byHand(settings: Route53Settings, intent: WriteIntent): string {
  const zone = settings.hostedZoneId
  const lines = intent.splits.flatMap(({ segment: id, weights }) => {
    const segment = settings.segments.find((each) => each.id === id)
    if (segment === undefined) return [`echo ${quoted(`there is no segment ${id}`)} >&2; false`]
    const wanted = Object.fromEntries(
      settings.targets.flatMap((target) => {
        const weight = weights[target.id]
        return weight === undefined ? [] : [[setIdentifierOf(target), weight]]
      }),
    )
    const program = `{Comment:"spillway by hand",Changes:[.ResourceRecordSets[]|select(.Name==$name and .Type==$type and $w[.SetIdentifier]!=null)|{Action:"UPSERT",ResourceRecordSet:(.Weight=$w[.SetIdentifier])}]}`
    return [
      `batch=$(mktemp) && aws route53 list-resource-record-sets --hosted-zone-id ${zone} --output json | jq --arg name ${quoted(segment.name)} --arg type ${segment.type} --argjson w ${quoted(JSON.stringify(wanted))} ${quoted(program)} > "$batch" && aws route53 change-resource-record-sets --hosted-zone-id ${zone} --change-batch "file://$batch"`,
    ]
  })
  return lines.join(' && ')
}

function refuse(why: string): ControlRefusal {
  return { kind: 'refused', cause: 'invalid', why }
}

function describe(settings: Route53Settings): PlaneDescriptor {
  const { id, targets, segments, services, effectDelayMs, livesIn } = settings
  return {
    id,
    driver: 'route53',
    layer: 'dns',
    instances: [INSTANCE],
    targets: targets.map((target) => ({
      id: target.id,
      region: target.region,
      ...(target.zone === undefined ? {} : { zone: target.zone }),
    })),
    segments: segments.map((segment) => segment.id),
    ...(services === undefined ? {} : { services }),
    granularity: { least: 0, most: ROUTE53_MOST_WEIGHT },
    atomicScope: 'instance',
    compareAndSet: false,
    readBack: 'setting',
    effectDelayMs,
    stickiness: 'resolvers',
    zeroAll: 'equal-split',
    dryRun: false,
    metadataSlot: false,
    ...(livesIn === undefined ? {} : { livesIn: { [INSTANCE]: livesIn } }),
  }
}
