import type { Weights } from '#contract/evacuation/plane.ts'
import type { NameserverAnswer } from './ask-nameserver.ts'
import type { PowerdnsSettings } from './settings.ts'

/**
 * Whether what a record says is what users get. Nothing of it is known where no nameserver speaks, where one still has
 * an older zone, or where one hands out an address that should get nobody; a name that one of them cannot answer is an
 * outage there, whatever its text says. A silent nameserver beside others that speak is left to resolvers, which ask
 * another one.
 */
export function effectiveWeights(input: {
  settings: Pick<PowerdnsSettings, 'targets'>
  record: string
  weights: Weights
  serial: number
  answers: readonly NameserverAnswer[]
}): Weights {
  const { settings, record, weights, serial } = input
  const spoken = input.answers.filter((answer) => answer.kind === 'answered')
  if (spoken.length === 0) return {}
  if (spoken.some(({ addresses }) => (addresses.get(record) ?? []).length === 0)) {
    return Object.fromEntries(settings.targets.map(({ id }) => [id, 0]))
  }
  if (spoken.some((answer) => isOlder(answer.serial, serial))) return {}
  const isFalse = spoken.some(({ addresses }) =>
    (addresses.get(record) ?? []).some((address) => {
      const target = settings.targets.find((each) => each.addresses.includes(address))
      return target === undefined || weights[target.id] === 0
    }),
  )
  return isFalse ? {} : weights
}

/** Serials go round at 2³² (RFC 1982). */
function isOlder(one: number, than: number): boolean {
  return one !== than && (than - one) >>> 0 < 0x8000_0000
}
