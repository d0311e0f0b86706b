import { isIPv4 } from 'node:net'
import type { Weights } from '#contract/evacuation/plane.ts'
import { divideEvenly } from '../divide-evenly.ts'
import type { PowerdnsSegment, PowerdnsSettings } from './settings.ts'

/**
 * The text of a weighted record, made from whole numbers and checked addresses alone, and read back by the same form.
 * PowerDNS takes any text and answers SERVFAIL for one that is no Lua, or whose weights are all zero: neither must ever
 * be sent.
 */

type TemplateSettings = Pick<PowerdnsSettings, 'targets' | 'choice'>

const FUNCTION_OF = { random: 'pickwrandom', hashed: 'pickwhashed' } as const
const FAMILIES = [
  { type: 'A', isOf: (address: string) => isIPv4(address) },
  { type: 'AAAA', isOf: (address: string) => !isIPv4(address) },
] as const

/** One text a family of addresses: `A "pickwrandom({{25,'192.0.2.1'},{75,'192.0.2.2'}})"`. */
export function luaTexts(settings: TemplateSettings, weights: Weights): string[] {
  return FAMILIES.flatMap(({ type, isOf }) => {
    const rows = settings.targets.flatMap((target) => {
      const addresses = target.addresses.filter(isOf)
      const parts = divideEvenly(weights[target.id] ?? 0, Math.max(1, addresses.length))
      return addresses.map((address, index) => `{${parts[index] ?? 0},'${address}'}`)
    })
    return rows.length === 0 ? [] : [`${type} "${FUNCTION_OF[settings.choice]}({${rows.join(',')}})"`]
  })
}

const TEXT = /^(A|AAAA) "?\s*(?:pickwrandom|pickwhashed)\(\{(.*)\}\)\s*"?$/
const ROW = /^\{\s*(\d{1,9})\s*,\s*'([0-9a-fA-F.:]+)'\s*\}$/

/**
 * The weights a record's texts say; null where they are of another form, or name an address that is nobody's. A target
 * whose addresses are not all there is absent.
 */
export function weightsOfTexts(settings: TemplateSettings, texts: readonly string[]): Weights | null {
  const weightOf = new Map<string, number>()
  const families = new Set<string>()
  for (const text of texts) {
    // A long text comes back in pieces, each in quotes.
    const [, family, list] = TEXT.exec(text.replaceAll(/" "/g, '').replaceAll('\\"', '"')) ?? []
    if (family === undefined || list === undefined || families.has(family)) return null
    families.add(family)
    for (const part of list.split(/,(?=\s*\{)/)) {
      const [, weight, address] = ROW.exec(part.trim()) ?? []
      if (weight === undefined || address === undefined || weightOf.has(address)) return null
      weightOf.set(address, Number(weight))
    }
  }
  const known = new Set(settings.targets.flatMap(({ addresses }) => addresses))
  if (families.size === 0 || [...weightOf.keys()].some((address) => !known.has(address))) return null
  return weightsOfAddresses(settings, weightOf)
}

function weightsOfAddresses({ targets }: TemplateSettings, weightOf: ReadonlyMap<string, number>): Weights {
  const weights: Record<string, number> = {}
  for (const target of targets) {
    const sums = FAMILIES.flatMap(({ isOf }) => {
      const each = target.addresses.filter(isOf).map((address) => weightOf.get(address) ?? NaN)
      return each.length === 0 ? [] : [each.reduce((sum, weight) => sum + weight, 0)]
    })
    const [first = NaN] = sums
    if (sums.every((sum) => sum === first)) weights[target.id] = first
  }
  return weights
}

export function isServed(weights: Weights): boolean {
  return Object.values(weights).some((weight) => weight > 0)
}

/** The chooser's text: sends a client to its segment's name by where it asks from. */
export function chooserText(segments: readonly PowerdnsSegment[]): string {
  const list = (values: readonly string[]) => `{${values.map((value) => `'${value}'`).join(',')}}`
  const cases = segments.flatMap(({ record, countries, continents, networks }) => {
    const tests = [
      ...(networks.length === 0 ? [] : [`netmask(${list(networks)})`]),
      ...(countries.length === 0 ? [] : [`country(${list(countries)})`]),
      ...(continents.length === 0 ? [] : [`continent(${list(continents)})`]),
    ]
    return tests.length === 0 ? [] : [`if ${tests.join(' or ')} then return '${record}' end`]
  })
  const everybody = segments.find((each) => each.countries.length + each.continents.length + each.networks.length === 0)
  const otherwise = everybody === undefined ? [] : [`return '${everybody.record}'`]
  return `CNAME ";${[...cases, ...otherwise].join(' ')}"`
}
