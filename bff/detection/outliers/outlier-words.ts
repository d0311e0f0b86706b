import type { Outlier, OutlierMeasure } from '#contract/alerts/outlier.ts'

/** One sentence: what sets it apart, by how much, from whom, since when; or why nothing can be said. */
export function wordsOfOutlier(said: Omit<Outlier, 'words'>): string {
  const others = said.against === null ? 0 : said.against.instances
  switch (said.reason) {
    case 'among-others':
      return `Like the ${others} others.`
    case 'in-a-band':
      return `Like the ${others} others of its band, one of ${said.against?.bands ?? 0}.`
    case 'too-few-instances':
      return 'Fewer than three instances can be compared.'
    case 'too-little-known':
      return 'Too few of the last windows are known.'
    case 'apart':
      return `${evidenceOf(said)}.`
    case 'not-lasting':
      return `${evidenceOf(said)}; not yet lasting: ${said.persistence.apart} of ${said.persistence.needed} windows, or over by now.`
    case 'too-many-apart':
      return `${evidenceOf(said)}; more than a third of the group stands apart, so nobody can say who is right.`
  }
}

function evidenceOf({ measures, against, since, sinceBeginning }: Omit<Outlier, 'words'>): string {
  const apart = measures.filter((measure) => measure.apart).map(measureInWords)
  const bands = against !== null && against.bands > 1 ? `, the nearest of ${against.bands} bands` : ''
  const whom = `against ${against?.instances ?? 0} others${bands}`
  if (since === null) return `${apart.join(', ')}, ${whom}`
  return `${apart.join(', ')}, ${whom}, ${sinceBeginning ? 'at the latest since' : 'since'} ${timeOf(since)}`
}

function measureInWords({ measure, unit, value, usualLow, usualHigh }: OutlierMeasure): string {
  return `${measure} ${numberOf(value)} ${unit} where ${numberOf(usualLow)} to ${numberOf(usualHigh)} is usual`
}

function numberOf(value: number | null): string {
  return value === null ? 'unknown' : String(Number(value.toPrecision(3)))
}

function timeOf(at: number): string {
  return `${new Date(at).toISOString().slice(11, 19)} UTC`
}
