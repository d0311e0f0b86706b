import type { RegionId, ServiceId } from '#contract/ids.ts'
import type { Clock } from '#bff/clock.ts'
import { createSignedClient, type SignedAnswer } from '../webhook/signed-client.ts'
import type { ScalerSettings } from './settings.ts'
import { Fleet, SCALER_CONTRACT, type Floors } from './wire.ts'

/** What the autoscaler has ready, and may be asked to keep. */
export interface Scaler {
  /** Null where it cannot be asked: then nothing is known. */
  fleet(limitMs: number): Promise<Fleet | null>
  /** Asks to keep at least so many; what is there then, or null where that is not known. */
  keep(floors: readonly Floor[], limitMs: number): Promise<Fleet | null>
  close(): Promise<void>
}

export interface Floor {
  region: RegionId
  service: ServiceId
  instances: number
}

export function createScaler(input: { settings: ScalerSettings; clock: Clock }): Scaler {
  const client = createSignedClient({ ...input.settings, clock: input.clock })
  return {
    fleet: async (limitMs) => fleetOf(await client.ask({ method: 'GET', path: '', limitMs })),
    async keep(floors, limitMs) {
      const body: Floors = { contract: SCALER_CONTRACT, floors: [...floors] }
      return fleetOf(await client.ask({ method: 'PUT', path: '', body, limitMs }))
    },
    close: () => client.close(),
  }
}

function fleetOf(answer: SignedAnswer): Fleet | null {
  if (answer.kind !== 'answered' || answer.status !== 200) return null
  const fleet = Fleet.safeParse(parseJson(answer.text))
  return fleet.success ? fleet.data : null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
