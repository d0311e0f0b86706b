/** True for a value this text means; case never counts. */
export type TextTest = (value: string) => boolean

export function equalTo(wanted: string): TextTest {
  const lower = wanted.toLowerCase()
  return (value) => value.toLowerCase() === lower
}

/** A pattern where a `*` stands for any part of it; otherwise a part of the value. */
export function likeText(pattern: string): TextTest {
  const lower = pattern.toLowerCase()
  if (!lower.includes('*')) return (value) => value.toLowerCase().includes(lower)
  const [start = '', ...rest] = lower.split('*')
  const end = rest.pop() ?? ''
  return (value) => fits(value.toLowerCase(), start, rest, end)
}

/** The parts between the stars one after the other, each as early as may be: no way back is ever needed. */
function fits(value: string, start: string, middle: readonly string[], end: string): boolean {
  if (value.length < start.length + end.length || !value.startsWith(start) || !value.endsWith(end)) return false
  let at = start.length
  for (const part of middle) {
    const found = value.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return at <= value.length - end.length
}
