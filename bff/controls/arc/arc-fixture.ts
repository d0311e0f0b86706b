import { judgeSigv4 } from '../aws/judge-sigv4-fixture.ts'
import { startFakeServer, type FakeAnswer, type FakeServer } from '../fake-server-fixture.ts'
import { SERVICE, type UpdateStates } from './wire.ts'

/** Five endpoints over one set of routing controls, with a safety rule that one stays on; not ARC. */
export interface FakeArc {
  readonly endpoints: readonly { url: string; region: string }[]
  states(): Readonly<Record<string, string>>
  /** What the endpoint does instead of answering. */
  break(endpoint: number, how: EndpointFault | null): void
  /** Operations by endpoint, in order. */
  asked(): readonly string[]
  stop(): Promise<void>
}

export type EndpointFault =
  | { kind: 'silent'; operation?: string }
  | { kind: 'fault'; type: string; status: number; retryAfterSeconds?: number }

const REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1', 'ap-northeast-1', 'ap-southeast-2']

export async function startFakeArc(input: { secretAccessKey: string; arns: readonly string[] }): Promise<FakeArc> {
  const states = new Map(input.arns.map((arn) => [arn, 'On']))
  const faults = new Map<number, EndpointFault>()
  const asked: string[] = []
  const servers: FakeServer[] = []
  for (const index of REGIONS.keys()) {
    const { secretAccessKey } = input
    servers.push(
      await startFakeServer((request) => {
        const operation = String(request.headers['x-amz-target']).replace('ToggleCustomerAPI.', '')
        asked.push(`${index} ${operation}`)
        const fault = faults.get(index)
        if (fault?.kind === 'silent' && (fault.operation ?? operation) === operation) return null
        if (fault?.kind === 'fault') return refusal(fault)
        if (judgeSigv4({ ...request, secretAccessKey, service: SERVICE }) !== 'valid') {
          return refusal({ type: 'InvalidSignatureException', status: 403 })
        }
        return operation === 'ListRoutingControls' ? list(states, request.body) : update(states, request.body)
      }),
    )
  }
  return {
    endpoints: servers.map(({ url }, index) => ({ url, region: REGIONS[index] ?? '' })),
    states: () => Object.fromEntries(states),
    break: (endpoint, how) => void (how === null ? faults.delete(endpoint) : faults.set(endpoint, how)),
    asked: () => asked,
    async stop() {
      await Promise.all(servers.map((server) => server.stop()))
    },
  }
}

/** Two a page, as it pages. */
function list(states: ReadonlyMap<string, string>, body: string): FakeAnswer {
  const from = Number(JSON.parse(body).NextToken ?? 0)
  const rows = [...states].slice(from, from + 2)
  const RoutingControls = rows.map(([arn, state]) => ({
    RoutingControlArn: arn,
    RoutingControlState: state,
    Owner: 'me',
  }))
  const more = from + 2 < states.size ? { NextToken: String(from + 2) } : {}
  return { status: 200, text: JSON.stringify({ RoutingControls, ...more }) }
}

function update(states: Map<string, string>, body: string): FakeAnswer {
  const { UpdateRoutingControlStateEntries: entries }: UpdateStates = JSON.parse(body)
  const next = new Map(states)
  for (const { RoutingControlArn, RoutingControlState } of entries) {
    if (!next.has(RoutingControlArn)) return refusal({ type: 'ResourceNotFoundException', status: 404 })
    next.set(RoutingControlArn, RoutingControlState)
  }
  if ([...next.values()].every((state) => state === 'Off')) return refusal({ type: 'ConflictException', status: 409 })
  for (const [arn, state] of next) states.set(arn, state)
  return { status: 200, text: '{}' }
}

function refusal(fault: { type: string; status: number; retryAfterSeconds?: number }): FakeAnswer {
  const { type, status, retryAfterSeconds } = fault
  const body = {
    __type: `com.amazonaws.togglecustomerapi#${type}`,
    message: 'so it is',
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  }
  return { status, text: JSON.stringify(body) }
}
