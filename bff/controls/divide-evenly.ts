/** A weight over several servers or addresses of one target, as whole numbers that add up to it again: 5 over 2 is 3, 2. */
export function divideEvenly(weight: number, parts: number): number[] {
  const least = Math.floor(weight / parts)
  const further = weight - least * parts
  return Array.from({ length: parts }, (_, index) => (index < further ? least + 1 : least))
}
