import { INTERNET, type ServiceId } from '#contract/ids.ts'
import { serviceIdOf } from '../prometheus/names.ts'

/** Room for a mark behind it within the longest id. */
const LONGEST_BEFORE_MARK = 119

/**
 * Gives each name of a feed an id of its own, the same for the same names in any order. A name that is an id keeps it;
 * of several that come to one id, and where nothing of a name is left, the id carries a mark made of the whole name.
 */
export function serviceIdsOf(names: Iterable<string>): Map<string, ServiceId> {
  const ids = new Map<string, ServiceId>()
  // INTERNET is nobody's service.
  const taken = new Set<ServiceId>([INTERNET])
  const sorted = [...new Set(names)].toSorted()
  const claims = new Map<ServiceId, number>()
  for (const name of sorted) {
    const id = serviceIdOf(name)
    if (id !== null) claims.set(id, (claims.get(id) ?? 0) + 1)
  }
  const give = (name: string, id: ServiceId) => {
    taken.add(id)
    ids.set(name, id)
  }
  for (const name of sorted) {
    const id = serviceIdOf(name)
    if (id === null || taken.has(id)) continue
    if (id === name || claims.get(id) === 1) give(name, id)
  }
  for (const name of sorted) {
    if (ids.has(name)) continue
    const stem = (serviceIdOf(name) ?? 'service').slice(0, LONGEST_BEFORE_MARK)
    let mark = markOf(name)
    while (taken.has(`${stem}-${mark}`)) mark = markOf(mark + name)
    give(name, `${stem}-${mark}`)
  }
  return ids
}

/** FNV-1a over UTF-16 units, as 8 hexadecimal digits. */
function markOf(text: string): string {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}
