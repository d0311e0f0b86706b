import { z } from 'zod'
import { readInstance, type WireInstance, type WireStatus } from './wire-instance.ts'

/** What Eureka answers. `application` and `instance` may be one in place of a list of one, and absent for none. */

const oneOrMany = z
  .unknown()
  .transform((value) => (value === null ? [] : Array.isArray(value) ? value : [value]))
  .prefault([])

const WireApplication = z.object({ name: z.string().optional(), instance: oneOrMany })

export const WireApplications = z.object({
  applications: z.object({
    /** `OUT_OF_SERVICE_1_UP_12_`: how many there are of each status, once all that is told is applied. */
    apps__hashcode: z.string().optional(),
    application: oneOrMany.pipe(z.array(WireApplication)),
  }),
})
export type WireApplications = z.infer<typeof WireApplications>

export const WireSingleInstance = z.object({
  instance: z.unknown().transform((json, ctx): WireInstance => {
    const instance = readInstance(json)
    if (instance !== null) return instance
    ctx.addIssue({ code: 'custom', message: 'expected an instance' })
    return z.NEVER
  }),
})

/** Orders are answered without a body; whatever comes is not read. */
export const WireNothing = z.unknown()

export interface WireList {
  instances: WireInstance[]
  /** Null where the server does not tell. */
  hashcode: string | null
  /** Instances that could not be read. */
  unreadable: number
}

export function listOfWire({ applications }: WireApplications): WireList {
  const instances: WireInstance[] = []
  let unreadable = 0
  for (const { name, instance } of applications.application) {
    for (const json of instance) {
      const read = readInstance(json, name)
      if (read === null) unreadable += 1
      else instances.push(read)
    }
  }
  return { instances, hashcode: applications.apps__hashcode ?? null, unreadable }
}

/** What the server counts to tell whether somebody's list is the same as its own. */
export function hashcodeOf(instances: Iterable<{ status: string }>): string {
  const counts = new Map<string, number>()
  for (const { status } of instances) counts.set(status, (counts.get(status) ?? 0) + 1)
  return [...counts]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([status, count]) => `${status}_${count}_`)
    .join('')
}

/** After the prefix. Ids may hold colons, slashes and more. */
export const PATHS = {
  apps: '/apps',
  delta: '/apps/delta',
  instance: (app: string, id: string) => `/apps/${encodeURIComponent(app)}/${encodeURIComponent(id)}`,
  /** `value` where one is set; taken away without, so that the instance has to register with its own again. */
  status: (app: string, id: string, value?: WireStatus) =>
    `/apps/${encodeURIComponent(app)}/${encodeURIComponent(id)}/status${value === undefined ? '' : `?value=${value}`}`,
} as const
