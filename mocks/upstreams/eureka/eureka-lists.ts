import { hashcodeOf } from '#bff/sources/eureka/wire.ts'
import type { World } from '#mocks/world/world.ts'
import type { Content } from '../answer.ts'
import type { EurekaQuirks } from './eureka-quirks.ts'
import { instanceJson } from './instance-json.ts'
import { statusOfSeat, type RegistryChange, type Seat, type WorldRegistry } from './world-registry.ts'

/**
 * The registry's lists as a server hands them out: made anew by its own beat when they have become old, so that neither
 * asking often nor a large list holds up whoever asks.
 */
export interface EurekaLists {
  whole(): Content
  delta(): Content
  /** Makes anew what has ever been asked for and is too old. */
  refresh(): void
  /** Of one instance, out of no cache. */
  one(seat: Seat): Content
}

type Entry = Pick<RegistryChange, 'seat' | 'action'>

export function createEurekaLists(input: { world: World; registry: WorldRegistry; quirks: EurekaQuirks }): EurekaLists {
  const { world, registry, quirks } = input
  const whole = cached(() => registry.seats().map((seat) => ({ seat, action: 'ADDED' })))
  const delta = cached(() => registry.changes())

  function cached(entries: () => readonly Entry[]) {
    let held: { at: number; content: Content } | null = null
    const make = () => (held = { at: world.now, content: jsonContent(listOf(entries())) })
    return {
      read(): Content {
        return (held ?? make()).content
      },
      refresh(): void {
        if (held !== null && world.now - held.at >= quirks.cacheMs) make()
      },
    }
  }

  function listOf(entries: readonly Entry[]): object {
    const apps = Map.groupBy(entries, ({ seat }) => seat.app)
    const application = Array.from(apps, ([name, within]) => ({
      name,
      instance: inList(within.map((entry) => instanceJson(world, entry, quirks))),
    }))
    const counted = hashcodeOf(registry.seats().map((seat) => ({ status: statusOfSeat(seat) })))
    return { applications: { versions__delta: '1', apps__hashcode: counted, application: inList(application) } }
  }

  function inList<Item>(items: readonly Item[]): readonly Item[] | Item | undefined {
    return quirks.collapsed && items.length <= 1 ? items[0] : items
  }

  return {
    whole: whole.read,
    delta: delta.read,
    refresh() {
      whole.refresh()
      delta.refresh()
    },
    one: (seat) => jsonContent({ instance: instanceJson(world, { seat, action: 'MODIFIED' }, quirks) }),
  }
}

function jsonContent(json: object): Content {
  return { status: 200, type: 'application/json', text: JSON.stringify(json) }
}
