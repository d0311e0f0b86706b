import { isFresh, newestOf } from './hear-inside.ts'
import { percentOf, type Heard, type Testimony, type VerdictSettings } from './testimony.ts'

/**
 * Would the problem follow the traffic? It would where another region fails as well, or where the change that came just
 * before is on its way to the others. A change that runs elsewhere without errors speaks against it.
 */
export function hearChanges(testimony: Testimony, settings: VerdictSettings): Heard {
  const { region, now } = testimony
  const others = testimony.others.filter(
    (other) => other.region !== region && isFresh(other.observedAt, testimony, settings),
  )
  const failing = others.filter(({ errorShare }) => errorShare >= settings.sickShare)
  const near = testimony.changes.filter(({ at }) => at <= now && now - at <= settings.changeWithinMs)
  const coming = near.filter(({ comesTo }) => comesTo.some((to) => to !== region))
  const shared = near.filter(({ runsIn }) => runsIn.some((each) => failing.some((other) => other.region === each)))
  const follows = failing.length > 0 || coming.length > 0
  return {
    witness: 'changes',
    says: [
      ...failing.map((other) => `${other.region} fails as well, ${percentOf(other.errorShare)} of its answers`),
      ...shared.map(({ what }) => `${what} runs in both`),
      ...coming.map(
        ({ what, comesTo }) => `${what} is on its way to ${comesTo.filter((to) => to !== region).join(', ')}`,
      ),
      ...(follows ? [] : [against(near, others.length)]),
    ].join('; '),
    points: follows ? 'follows-traffic' : 'nothing',
    observedAt: newestOf([...testimony.others.map(({ observedAt }) => observedAt), ...near.map(({ at }) => at)]),
    fresh: others.length > 0,
    deadPoints: 0,
  }
}

function against(near: Testimony['changes'], others: number): string {
  const elsewhere = near.find(({ runsIn }) => runsIn.length > 1)
  if (others === 0) return 'how the other regions fare is unknown'
  if (elsewhere !== undefined) return `${elsewhere.what} runs elsewhere without errors`
  const [first] = near
  return first === undefined ? 'nothing changed lately, and no other region fails' : `${first.what} came here alone`
}
