export type Body = { kind: 'whole'; text: string; bytes: number } | { kind: 'too-large' }

/**
 * Reads a body as text, decoded as it arrives, and never holds more than the limit: an answer of 200 MB is cut off
 * where the limit is passed, compressed or not.
 */
export async function readBody(response: Response, limitBytes: number): Promise<Body> {
  if (response.body === null) return { kind: 'whole', text: '', bytes: 0 }
  const declared = Number(response.headers.get('content-length') ?? NaN)
  if (declared > limitBytes) {
    await response.body.cancel()
    return { kind: 'too-large' }
  }
  const decoder = new TextDecoder()
  const parts: string[] = []
  let bytes = 0
  const reader = response.body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    bytes += value.byteLength
    if (bytes > limitBytes) {
      await reader.cancel()
      return { kind: 'too-large' }
    }
    parts.push(decoder.decode(value, { stream: true }))
  }
  parts.push(decoder.decode())
  return { kind: 'whole', text: parts.join(''), bytes }
}
