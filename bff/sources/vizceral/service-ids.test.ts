import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ServiceId } from '#contract/ids.ts'
import { serviceIdsOf } from './service-ids.ts'

const name = fc.oneof(
  fc.string({ minLength: 1, maxLength: 20 }),
  fc.constantFrom('api', 'API', 'Api ', 'a p i', 'a-p-i', '-', '…', 'internet', 'INTERNET!', 'x'.repeat(400)),
)

describe('names become ids', () => {
  test.each<[string[], string[]]>([
    [
      ['api', 'db.main'],
      ['api', 'db.main'],
    ],
    [['Billing API'], ['billing-api']],
    [
      ['billing-api', 'Billing API'],
      ['billing-api', 'billing-api-e7d6cbff'],
    ],
    [['Internet '], ['internet-bda4c3de']],
  ])('%j', (names, ids) => {
    const found = serviceIdsOf(names)
    expect(names.map((one) => found.get(one)?.replace(/-[0-9a-f]{8}$/, '-#'))).toEqual(
      ids.map((id) => id.replace(/-[0-9a-f]{8}$/, '-#')),
    )
  })

  test('each name an id of its own, whatever the order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(name, { maxLength: 30 }), (names) => {
        const ids = serviceIdsOf(names)
        expect(serviceIdsOf(names.toReversed())).toEqual(ids)
        expect(new Set(ids.values()).size).toBe(names.length)
        for (const id of ids.values()) expect(ServiceId.safeParse(id).success).toBe(true)
        for (const one of names) {
          if (ServiceId.safeParse(one).success && one !== 'internet') expect(ids.get(one)).toBe(one)
        }
      }),
    )
  })
})
