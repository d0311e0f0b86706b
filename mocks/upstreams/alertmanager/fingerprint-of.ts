const OFFSET = 14_695_981_039_346_656_037n
const PRIME = 1_099_511_628_211n
const MASK = (1n << 64n) - 1n
const SEPARATOR = 255

/** Sixteen hexadecimal digits of a label set, as Alertmanager's: FNV-1a of sorted names and values, set apart by 255. */
export function fingerprintOf(labels: Readonly<Record<string, string>>): string {
  let hash = OFFSET
  const add = (byte: number) => {
    hash = ((hash ^ BigInt(byte)) * PRIME) & MASK
  }
  for (const [name, value] of Object.entries(labels).toSorted(([one], [other]) => (one < other ? -1 : 1))) {
    for (const text of [name, value]) {
      for (const byte of new TextEncoder().encode(text)) add(byte)
      add(SEPARATOR)
    }
  }
  return hash.toString(16).padStart(16, '0')
}
