import { COASTLINE_BYTES } from './coastline-bytes.ts'
import { projectGlobe } from './project-globe.ts'

/** The coastlines as line segments in layout units: x0 y0 x1 y1 for each. To be loaded when they are asked for. */
export function readCoastlines(): Float32Array {
  const next = integersOf(COASTLINE_BYTES)
  const segments: number[] = []
  let longitude = 0
  let latitude = 0
  for (let points = next(); points !== null; points = next()) {
    let before: { x: number; y: number } | null = null
    for (let point = 0; point < points; point++) {
      longitude += (next() ?? 0) / 10
      latitude += (next() ?? 0) / 10
      const place = projectGlobe(latitude, longitude)
      if (before !== null) segments.push(before.x, before.y, place.x, place.y)
      before = place
    }
  }
  return Float32Array.from(segments)
}

/** Zigzag integers, 7 bits a byte, lowest first; null at the end. */
function integersOf(base64: string): () => number | null {
  const bytes = atob(base64)
  let at = 0
  return () => {
    if (at >= bytes.length) return null
    let bits = 0
    let shift = 0
    for (let more = true; more && at < bytes.length; shift += 7) {
      const byte = bytes.charCodeAt(at++)
      bits |= (byte & 127) << shift
      more = byte > 127
    }
    return bits & 1 ? -(bits + 1) / 2 : bits / 2
  }
}
