/**
 * Inflates a frame's body to exactly the length its header states. A body that says less or more is refused as soon as
 * that shows, so that no small message can fill the memory.
 */
export async function inflateBody(deflated: Uint8Array<ArrayBuffer>, bodyBytes: number): Promise<Uint8Array> {
  const inflater = new DecompressionStream('deflate-raw')
  const writer = inflater.writable.getWriter()
  // Their failure shows on the reading side; unanswered it would be an unhandled rejection.
  writer.write(deflated).catch(() => undefined)
  writer.close().catch(() => undefined)
  const reader = inflater.readable.getReader()
  const body = new Uint8Array(bodyBytes)
  let filled = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    if (filled + value.length > bodyBytes) {
      void reader.cancel().catch(() => undefined)
      throw new RangeError('the frame is longer than it says')
    }
    body.set(value, filled)
    filled += value.length
  }
  if (filled < bodyBytes) throw new RangeError('the frame is shorter than it says')
  return body
}
