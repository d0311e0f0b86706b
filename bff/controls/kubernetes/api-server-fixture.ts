import { startFakeServer, type FakeAnswer } from '../fake-server-fixture.ts'

/** An API server with a few objects, as strict about resourceVersion, dry run and tokens as the real one; not Kubernetes. */
export interface FakeApiServer {
  readonly url: string
  object(path: string): FakeObject
  /** As somebody else would (a pipeline, another team): the spec replaced, past Spillway. */
  replaceSpec(path: string, spec: object): void
  setStatus(path: string, status: object): void
  /** The next request of its method is answered so. */
  failNext(fault: { method: string; says: { status: number; reason: string } | 'nothing' | 'gateway' }): void
  /** Something happens between the driver's question and its order. */
  beforePut(act: () => void): void
  stop(): Promise<void>
}

export interface FakeObject {
  metadata: {
    resourceVersion: string
    generation: number
    annotations?: Record<string, string>
    [key: string]: unknown
  }
  spec: object
  status?: object
  [key: string]: unknown
}

export async function startFakeApiServer(input: {
  token: string
  /** Specs by path. */
  specs: Readonly<Record<string, object>>
}): Promise<FakeApiServer> {
  let act: (() => void) | null = null
  const faults: Parameters<FakeApiServer['failNext']>[0][] = []
  const objects = new Map<string, FakeObject>(
    Object.entries(input.specs).map(([path, spec]) => [
      path,
      { kind: 'AnObject', metadata: { resourceVersion: '1', generation: 1, labels: { keep: 'me' } }, spec },
    ]),
  )
  const found = (path: string): FakeObject => {
    const object = objects.get(path)
    if (object === undefined) throw new Error(`there is no ${path}`)
    return object
  }
  const store = (path: string, object: FakeObject) => void objects.set(path, successorOf(found(path), object))
  const server = await startFakeServer(({ method, url, headers, body }) => {
    const [path = '', query = ''] = url.split('?')
    if (headers.authorization !== `Bearer ${input.token}`) return status(401, 'Unauthorized')
    const [fault] = faults
    if (fault?.method === method) {
      faults.shift()
      if (fault.says === 'nothing') return null
      return fault.says === 'gateway'
        ? { status: 502, text: 'bad gateway' }
        : status(fault.says.status, fault.says.reason)
    }
    if (!objects.has(path)) return status(404, 'NotFound')
    if (method === 'GET') return { status: 200, text: JSON.stringify(found(path)) }
    act?.()
    const sent: FakeObject = JSON.parse(body)
    if (sent.metadata.resourceVersion !== found(path).metadata.resourceVersion) return status(409, 'Conflict')
    if (!query.split('&').includes('dryRun=All')) store(path, sent)
    return { status: 200, text: JSON.stringify(query.includes('dryRun') ? sent : found(path)) }
  })
  return {
    url: server.url,
    object: found,
    replaceSpec: (path, spec) => store(path, { ...found(path), spec }),
    setStatus: (path, next) => void objects.set(path, { ...found(path), status: next }),
    failNext: (fault) => void faults.push(fault),
    beforePut(next) {
      act = next
    },
    stop: () => server.stop(),
  }
}

/** A spec of its own is a new generation, every change another version; status is nobody's but its controllers'. */
function successorOf(before: FakeObject, object: FakeObject): FakeObject {
  const isNew = JSON.stringify(before.spec) !== JSON.stringify(object.spec)
  const generation = before.metadata.generation + (isNew ? 1 : 0)
  const resourceVersion = String(Number(before.metadata.resourceVersion) + 1)
  const status = before.status === undefined ? {} : { status: before.status }
  return { ...object, ...status, metadata: { ...object.metadata, resourceVersion, generation } }
}

function status(code: number, reason: string): FakeAnswer {
  return {
    status: code,
    text: JSON.stringify({ kind: 'Status', status: 'Failure', reason, message: 'so it is', code }),
  }
}
