/** What vite's manifest says of one chunk. */
export interface Chunk {
  file: string
  isEntry?: boolean | undefined
  imports?: string[] | undefined
}
export type Manifest = Readonly<Record<string, Chunk>>

/**
 * Chunks that are loaded on demand, but before anything is drawn: the screen at `/`. The engine comes with it. A
 * pattern that matches no chunk would hide its size, so that is an error.
 */
const DRAWN_FIRST: readonly RegExp[] = [/^app\/traffic-page\.tsx$/]

/** Every JavaScript file a browser must have before the first drawn frame. */
export function jsBeforeFirstFrame(manifest: Manifest, drawnFirst: readonly RegExp[] = DRAWN_FIRST): string[] {
  const keys = Object.keys(manifest)
  const entries = keys.filter((key) => manifest[key]?.isEntry === true)
  if (entries.length === 0) throw new Error('the build has no entry')
  const first = drawnFirst.flatMap((pattern) => {
    const found = keys.filter((key) => pattern.test(key))
    if (found.length === 0) throw new Error(`the build has no chunk ${pattern.source}: what draws the first picture?`)
    return found
  })
  const files = [...reachable(manifest, [...entries, ...first])].map((key) => manifest[key]?.file ?? '')
  return files.filter((file) => file.endsWith('.js'))
}

function reachable(manifest: Manifest, from: readonly string[]): Set<string> {
  const seen = new Set<string>()
  const queue = [...from]
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    if (seen.has(key)) continue
    seen.add(key)
    queue.push(...(manifest[key]?.imports ?? []))
  }
  return seen
}
