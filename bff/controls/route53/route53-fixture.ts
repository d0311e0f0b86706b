import { judgeSigv4 } from '../aws/judge-sigv4-fixture.ts'
import { startFakeServer, type FakeAnswer } from '../fake-server-fixture.ts'
import { API_VERSION, NAMESPACE } from './wire.ts'
import { childrenOf, parseXml, textAt, writeXml, type Element } from './xml.ts'

/** As much of Route 53's published wire as the driver uses, with its all-or-nothing batches; not Route 53. */
export interface FakeRoute53 {
  readonly url: string
  /** Record sets as they lie there, by name and SetIdentifier. */
  weights(name: string): Readonly<Record<string, string>>
  /** As somebody else would: the record set's text. */
  set(key: string, xml: string): void
  record(key: string): string
  /** The next request of its method is answered so. */
  failNext(fault: FakeFault): void
  /** Something happens between the driver's question and its order. */
  beforeChange(act: () => void): void
  /** Changes stay PENDING until this. */
  settle(): void
  comments(): readonly string[]
  stop(): Promise<void>
}

export interface FakeFault {
  method: 'GET' | 'POST'
  /** An error, or no answer at all. */
  says: { status: number; code: string } | 'nothing'
}

interface Fake {
  sets: Map<string, string>
  comments: string[]
  isSettled: boolean
  /** Happens when a batch comes. */
  act: (() => void) | null
}

export async function startFakeRoute53(input: { secretAccessKey: string; zone: string }): Promise<FakeRoute53> {
  const fake: Fake = { sets: new Map(), comments: [], isSettled: false, act: null }
  const faults: FakeFault[] = []
  const zone = `/${API_VERSION}/hostedzone/${input.zone}/rrset`
  const { secretAccessKey } = input
  const server = await startFakeServer((request) => {
    const { method, url, body } = request
    if (judgeSigv4({ ...request, secretAccessKey, service: 'route53' }) !== 'valid') {
      return fault(403, 'SignatureDoesNotMatch')
    }
    const [next] = faults
    if (next?.method === method) {
      faults.shift()
      return next.says === 'nothing' ? null : fault(next.says.status, next.says.code)
    }
    const [path] = url.split('?')
    if (path?.startsWith(`/${API_VERSION}/change/`) === true) return changeInfo(fake, 'GetChangeResponse')
    if (path === zone && method === 'GET') return list(fake, url)
    if (path === `${zone}/` && method === 'POST') return change(fake, body)
    return fault(404, 'NoSuchHostedZone')
  })
  return {
    url: server.url,
    weights: (name) => {
      const own = [...fake.sets].filter(([key]) => key.startsWith(`${name} `))
      return Object.fromEntries(own.map(([key, xml]) => [key.split(' ')[1], /<Weight>(\d+)</.exec(xml)?.[1]]))
    },
    set: (key, xml) => void fake.sets.set(key, xml),
    record: (key) => fake.sets.get(key) ?? '',
    failNext: (next) => void faults.push(next),
    beforeChange(act) {
      fake.act = act
    },
    settle() {
      fake.isSettled = true
    },
    comments: () => fake.comments,
    stop: () => server.stop(),
  }
}

function list({ sets }: Fake, url: string): FakeAnswer {
  const name = new URL(url, 'http://localhost').searchParams.get('name') ?? ''
  // From that name on, as it does: whatever comes after it is listed too.
  const rows = [...sets].filter(([key]) => key.startsWith(`${name} `) || key > name).map(([, xml]) => xml)
  const content = `<ResourceRecordSets>${rows.join('')}</ResourceRecordSets><IsTruncated>false</IsTruncated><MaxItems>300</MaxItems>`
  return {
    status: 200,
    text: `<?xml version="1.0"?>\n<ListResourceRecordSetsResponse xmlns="${NAMESPACE}">${content}</ListResourceRecordSetsResponse>`,
  }
}

function change(fake: Fake, body: string): FakeAnswer {
  const root = parseXml(body)
  const batch = root === null ? undefined : childrenOf(root, 'ChangeBatch')[0]
  if (batch === undefined) return fault(400, 'InvalidInput')
  fake.act?.()
  const next = new Map(fake.sets)
  for (const each of childrenOf(childrenOf(batch, 'Changes')[0], 'Change')) {
    const set = childrenOf(each, 'ResourceRecordSet')[0]
    if (set === undefined) return fault(400, 'InvalidInput')
    const key = keyOf(set)
    const action = textAt(each, 'Action')
    const present = next.get(key)
    if (action === 'DELETE' && (present === undefined || !isSame(present, set))) {
      return invalidBatch(`Tried to delete resource record set ${key} but the values provided do not match`)
    }
    if (action === 'CREATE' && present !== undefined) return invalidBatch(`${key} already exists`)
    if (action === 'DELETE') next.delete(key)
    else next.set(key, writeXml(set))
  }
  fake.sets = next
  fake.comments.push(textAt(batch, 'Comment') ?? '')
  fake.isSettled = false
  return changeInfo(fake, 'ChangeResourceRecordSetsResponse')
}

function changeInfo({ isSettled }: Fake, name: string): FakeAnswer {
  const info = `<Id>/change/C1</Id><Status>${isSettled ? 'INSYNC' : 'PENDING'}</Status><SubmittedAt>2026-11-22T14:00:00Z</SubmittedAt>`
  return { status: 200, text: `<${name} xmlns="${NAMESPACE}"><ChangeInfo>${info}</ChangeInfo></${name}>` }
}

function keyOf(set: Element): string {
  return `${textAt(set, 'Name')} ${textAt(set, 'SetIdentifier')}`
}

function isSame(xml: string, set: Element): boolean {
  const parsed = parseXml(xml)
  return parsed !== null && writeXml(parsed) === writeXml(set)
}

function fault(status: number, code: string): FakeAnswer {
  const xml = `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>Sender</Type><Code>${code}</Code><Message>so it is</Message></Error><RequestId>r</RequestId></ErrorResponse>`
  return { status, text: xml }
}

function invalidBatch(message: string): FakeAnswer {
  const xml = `<InvalidChangeBatch xmlns="${NAMESPACE}"><Messages><Message>${message}</Message></Messages><RequestId>r</RequestId></InvalidChangeBatch>`
  return { status: 400, text: xml }
}
