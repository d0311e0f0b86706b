import { createAsk, type Answer } from '../create-ask.ts'
import { failureOf, type SourceFailure } from '../failure.ts'
import type { JudgedAnswer } from '../judge-answer.ts'
import type { EurekaSettings } from './settings.ts'
import { listOfWire, PATHS, WireApplications, WireNothing, WireSingleInstance, type WireList } from './wire.ts'
import type { WireInstance } from './wire-instance.ts'

/** Eureka's HTTP API as this project uses it. Nothing here throws: a failure is an answer. */
export interface EurekaClient {
  /** Up to the server's cache old. */
  all(input: { signal: AbortSignal }): Promise<Answer<WireList>>
  /** What has changed in the last three minutes; as old as lists are. */
  delta(input: { signal: AbortSignal }): Promise<Answer<WireList>>
  /** As the server knows it now; null where nobody of that id is registered. */
  instance(input: { app: string; id: string; signal: AbortSignal }): Promise<Answer<WireInstance | null>>
  /** Sets a status over what the instance says of itself. */
  takeOut(input: { app: string; id: string; signal: AbortSignal }): Promise<Answer<null>>
  /** Takes that status away again. */
  letBack(input: { app: string; id: string; signal: AbortSignal }): Promise<Answer<null>>
}

/** A registry without peers refuses to be read for its first five minutes. */
const WARM_UP_ASK_AGAIN_MS = 15_000

export function createEurekaClient({ url, prefix, auth, headers, limits }: EurekaSettings): EurekaClient {
  const base = `${url.replace(/\/+$/, '')}${prefix}`
  const shared = { url: base, auth, headers, limits, system: 'Eureka' }
  const read = createAsk({ ...shared, failureOfJson: failureOfXml, failureOfRefusal: failureOfRead })
  const write = createAsk({ ...shared, isEmptyFine: true, failureOfRefusal: failureOfWrite })
  const order = (path: string, method: 'PUT' | 'DELETE', signal: AbortSignal) =>
    write({ path, method, schema: WireNothing, pick: () => null, signal })
  return {
    all: ({ signal }) => read({ path: PATHS.apps, schema: WireApplications, pick: listOfWire, signal }),
    delta: ({ signal }) => read({ path: PATHS.delta, schema: WireApplications, pick: listOfWire, signal }),
    async instance({ app, id, signal }) {
      const answer = await read({
        path: PATHS.instance(app, id),
        schema: WireSingleInstance,
        pick: ({ instance }): WireInstance | null => instance,
        signal,
      })
      const isUnknown = answer.kind === 'failed' && answer.failure.kind === 'not-found'
      return isUnknown ? { kind: 'answered', value: null, bytes: 0, servedAtMs: NaN } : answer
    },
    takeOut: ({ app, id, signal }) => order(PATHS.status(app, id, 'OUT_OF_SERVICE'), 'PUT', signal),
    letBack: ({ app, id, signal }) => order(PATHS.status(app, id), 'DELETE', signal),
  }
}

/** Whoever loses the Accept header on the way is answered in XML, with 200. */
function failureOfXml({ text, where, json, response }: JudgedAnswer): SourceFailure | null {
  if (json !== undefined || !response.ok || /^\s*<(?:!doctype|html)/i.test(text)) return null
  const isXml = (response.headers.get('content-type') ?? '').includes('xml') || /^\s*<[a-z?]/i.test(text)
  if (!isXml) return null
  return failureOf(
    'unreadable',
    `${where} answered in XML although JSON was asked for; a proxy in between may drop the Accept header.`,
  )
}

function failureOfRead({ response, where }: JudgedAnswer): SourceFailure | null {
  if (response.status === 403) {
    return failureOf(
      'busy',
      `${where} refuses to be read (403): a registry that started without peers does so for five minutes (waitTimeInMsWhenSyncEmpty), until instances have registered. It is asked again; if it goes on, check auth of this source.`,
      WARM_UP_ASK_AGAIN_MS,
    )
  }
  if (response.status === 404 && where.endsWith(PATHS.apps)) {
    return failureOf(
      'not-found',
      `${where} does not exist (404); is the prefix right? Spring Cloud's server has /eureka, Netflix's own /eureka/v2.`,
    )
  }
  return null
}

function failureOfWrite({ response, where }: JudgedAnswer): SourceFailure | null {
  if (response.status !== 403) return null
  return failureOf(
    'not-signed-in',
    `${where} refuses the order (403): these credentials may not write, or Spring Security asks for a CSRF token, which a registry must not.`,
  )
}
