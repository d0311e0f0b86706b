import type { Weights } from '#contract/evacuation/plane.ts'
import { PATHS, type Description, type State } from '../wire.ts'
import { Breach, expectRefusal, type Kit, type OrderChange } from './kit.ts'

/** One promise of the contract. `run` throws a Breach where it is not kept; `skip` says why it does not apply. */
export interface Check {
  name: string
  promise: string
  skip?: (description: Description) => string | null
  run(kit: Kit, described: Description): Promise<void>
}

const SIGNED = [401, 403]
const AN_AGE_MS = 600_000

export const CHECKS: readonly Check[] = [
  {
    name: 'describes-itself',
    promise: 'GET /describe names this instance, its targets, segments and range of weights',
    async run(kit, described) {
      if (!described.instances.includes(kit.instance)) throw new Breach(`it does not name the instance ${kit.instance}`)
      const { least, most } = described.granularity
      if (least >= most) throw new Breach(`its weights go from ${least} to ${most}`)
      if (described.targets.length < 2) throw new Breach('it has fewer than two targets: there is nothing to split')
    },
  },
  {
    name: 'reads-state',
    promise: 'GET state answers for the instance asked, with every segment and every target described',
    async run(kit, described) {
      const state = await kit.state()
      if (state.instance !== kit.instance)
        throw new Breach(`asked for ${kit.instance}, it answered for ${state.instance}`)
      for (const id of described.segments) {
        const segment = state.segments.find((each) => each.segment === id)
        if (segment === undefined) throw new Breach(`segment ${id} is missing`)
        const missing = described.targets.find((target) => segment.weights[target.id] === undefined)
        if (missing !== undefined) throw new Breach(`target ${missing.id} is missing in segment ${id}`)
      }
    },
  },
  {
    name: 'revision-stands-still',
    promise: 'the revision stays the same while nobody writes',
    async run(kit) {
      const [one, other] = [await kit.state(), await kit.state()]
      if (one.revision !== other.revision)
        throw new Breach(`it went from ${one.revision} to ${other.revision} by itself`)
    },
  },
  {
    name: 'unknown-instance',
    promise: 'an instance that does not exist is 404',
    async run(kit) {
      const answer = await kit.send({ method: 'GET', path: PATHS.state('no-such-instance-here') })
      expectRefusal(answer, [404], 'a question about an instance that does not exist')
    },
  },
  signatureCheck('refuses-unsigned', 'an order without a signature is 401 or 403', () => 'none'),
  signatureCheck('refuses-wrong-signature', 'an order signed with another secret is 401 or 403', () => ({
    secret: 'this is not the secret',
  })),
  signatureCheck('refuses-old-signature', 'an order signed ten minutes ago is 401 or 403', (now) => ({
    atMs: now - AN_AGE_MS,
  })),
  signatureCheck('refuses-changed-body', 'an order whose body is not the signed one is 401 or 403', () => ({
    body: '{"contract":"another"}',
  })),
  {
    name: 'applies-an-order',
    promise: 'an order sets exactly the weights it names, and they are read back',
    async run(kit, described) {
      const { segment, weights } = await shiftedOf(kit, described)
      await kit.carryOut(weights)
      expectWeights(await kit.state(), segment, weights, 'after an accepted order')
      // Twice from different beginnings: a weight is set, not added.
      const other = await shiftedOf(kit, described)
      await kit.carryOut(other.weights)
      expectWeights(await kit.state(), segment, other.weights, 'after a second accepted order')
    },
  },
  {
    name: 'changes-the-revision',
    promise: 'the revision changes with every change',
    async run(kit, described) {
      const before = await kit.state()
      await kit.carryOut((await shiftedOf(kit, described)).weights)
      if ((await kit.state()).revision === before.revision) throw new Breach(`it stayed ${before.revision}`)
    },
  },
  {
    name: 'keeps-the-mark',
    promise: 'the state says by which plan, epoch and step it was set',
    async run(kit, described) {
      const { segment, weights } = await shiftedOf(kit, described)
      await kit.carryOut(weights)
      const mark = (await kit.state()).segments.find((each) => each.segment === segment)?.mark
      const sent = kit.lastMark()
      if (mark?.planId !== sent.planId || mark.epoch !== sent.epoch || mark.step !== sent.step) {
        throw new Breach(`sent ${JSON.stringify(sent)}, it says ${JSON.stringify(mark ?? null)}`)
      }
    },
  },
  {
    name: 'leaves-the-rest',
    promise: 'targets and segments that an order does not name stay as they are',
    async run(kit, described) {
      const before = await kit.state()
      const { segment, weights } = await shiftedOf(kit, described)
      const [target = ''] = Object.keys(weights)
      await kit.carryOut({ [target]: weights[target] ?? 0 })
      const wanted = { ...weightsIn(before, segment), [target]: weights[target] ?? 0 }
      expectWeights(await kit.state(), segment, wanted, 'after an order for one target')
      const others = (state: State) =>
        state.segments.filter((each) => each.segment !== segment).map((each) => each.weights)
      if (JSON.stringify(others(before)) !== JSON.stringify(others(await kit.state()))) {
        throw new Breach('another segment changed as well')
      }
    },
  },
  {
    name: 'same-key-once',
    promise: 'the same order with the same Idempotency-Key again is 200 and changes nothing',
    async run(kit, described) {
      const key = kit.newKey()
      const { weights } = await shiftedOf(kit, described)
      await kit.carryOut(weights, { key })
      const mark = kit.lastMark()
      const before = await kit.state()
      await kit.carryOut(weights, { key, mark })
      expectSame(before, await kit.state(), 'the same order again')
    },
  },
  {
    name: 'same-key-other-order',
    promise: 'another order with a key that was used is 422',
    async run(kit, described) {
      const key = kit.newKey()
      await kit.carryOut((await shiftedOf(kit, described)).weights, { key })
      const { weights } = await shiftedOf(kit, described)
      await expectRefused(kit, weights, { key }, [422], 'another order with a used key')
    },
  },
  {
    name: 'needs-a-key',
    promise: 'an order without an Idempotency-Key is 400 or 422',
    async run(kit, described) {
      const { weights } = await shiftedOf(kit, described)
      await expectRefused(kit, weights, { key: null }, [400, 422], 'an order without an Idempotency-Key')
    },
  },
  {
    name: 'refuses-older-epoch',
    promise: 'an order of an earlier epoch than the one that was here is 409',
    async run(kit, described) {
      await kit.carryOut((await shiftedOf(kit, described)).weights)
      const { weights } = await shiftedOf(kit, described)
      const mark = { ...kit.lastMark(), epoch: kit.lastMark().epoch - 1, step: kit.lastMark().step + 100 }
      await expectRefused(kit, weights, { mark }, [409], 'an order of an earlier epoch')
    },
  },
  {
    name: 'refuses-older-step',
    promise: 'an order of an earlier step of the same epoch is 409',
    async run(kit, described) {
      await kit.carryOut((await shiftedOf(kit, described)).weights)
      const { weights } = await shiftedOf(kit, described)
      const mark = { ...kit.lastMark(), step: kit.lastMark().step - 1 }
      await expectRefused(kit, weights, { mark }, [409], 'an order of an earlier step')
    },
  },
  {
    name: 'compares-revisions',
    promise: 'an If-Match with another revision than the present one is 412, with the present one it is taken',
    async run(kit, described) {
      const before = await kit.state()
      await kit.carryOut((await shiftedOf(kit, described)).weights)
      const { weights } = await shiftedOf(kit, described)
      await expectRefused(kit, weights, { ifMatch: before.revision }, [412], 'an order that names an earlier revision')
      await kit.carryOut(weights, { ifMatch: (await kit.state()).revision })
    },
  },
  {
    name: 'refuses-all-zero',
    promise: 'an order that would leave every weight of a segment zero is 422',
    async run(kit, described) {
      const zeros = Object.fromEntries(described.targets.map(({ id }) => [id, 0]))
      await expectRefused(kit, zeros, {}, [422], 'an order of zeros alone')
    },
  },
  {
    name: 'refuses-unknown-target',
    promise: 'a target that does not exist is 422, and the rest of the order is not applied',
    async run(kit, described) {
      const { weights } = await shiftedOf(kit, described)
      await expectRefused(
        kit,
        { ...weights, 'no-such-target': 1 },
        {},
        [422],
        'an order with a target that does not exist',
      )
    },
  },
  {
    name: 'refuses-unknown-segment',
    promise: 'a segment that does not exist is 422, and the rest of the order is not applied',
    async run(kit, described) {
      const { segment, weights } = await shiftedOf(kit, described)
      const segments = [
        { segment, weights },
        { segment: 'no-such-segment', weights },
      ]
      await expectRefused(kit, weights, { segments }, [422], 'an order with a segment that does not exist')
    },
  },
  {
    name: 'refuses-too-much',
    promise: 'a weight beyond what it can hold is 422, never cut down',
    async run(kit, described) {
      const { weights } = await shiftedOf(kit, described)
      const [target = ''] = Object.keys(weights)
      const over = { ...weights, [target]: described.granularity.most + 1 }
      await expectRefused(kit, over, {}, [422], 'a weight beyond the range')
    },
  },
  {
    name: 'refuses-garbage',
    promise: 'a body that is no order is 400 or 422',
    async run(kit) {
      const before = await kit.state()
      const headers = { 'idempotency-key': kit.newKey() }
      const answer = await kit.send({ method: 'PUT', path: PATHS.state(kit.instance), body: '{"segments":[', headers })
      expectRefusal(answer, [400, 422], 'a body that is no JSON')
      expectSame(before, await kit.state(), 'a body that is no JSON')
    },
  },
  {
    name: 'dry-run-changes-nothing',
    promise: 'a dry run is answered like the order and changes nothing',
    skip: ({ dryRun }) => (dryRun ? null : 'it describes itself as without dry run'),
    async run(kit, described) {
      const before = await kit.state()
      const { weights } = await shiftedOf(kit, described)
      await kit.carryOut(weights, { dryRun: true, mark: { ...kit.lastMark(), step: kit.lastMark().step + 1 } })
      expectSame(before, await kit.state(), 'a dry run')
    },
  },
]

function signatureCheck(
  name: string,
  promise: string,
  signed: (now: number) => NonNullable<OrderChange['signed']>,
): Check {
  return {
    name,
    promise,
    async run(kit, described) {
      const { weights } = await shiftedOf(kit, described)
      await expectRefused(
        kit,
        weights,
        { signed: signed(kit.now()) },
        SIGNED,
        'an order that is not signed as it should be',
      )
    },
  }
}

/** Refused with one of these statuses and a reason, and nothing of it done. */
async function expectRefused(
  kit: Kit,
  weights: Weights,
  change: OrderChange,
  statuses: readonly number[],
  what: string,
): Promise<void> {
  const before = await kit.state()
  const answer = await kit.order(weights, change)
  expectRefusal(answer, statuses, what)
  expectSame(before, await kit.state(), what)
}

function expectSame(before: State, after: State, what: string): void {
  const content = (state: State) =>
    JSON.stringify(state.segments.map(({ segment, weights }) => [segment, sorted(weights)]))
  if (content(before) !== content(after)) throw new Breach(`${what} changed the weights all the same`)
  if (before.revision !== after.revision) throw new Breach(`${what} changed the revision all the same`)
}

function sorted(weights: Weights): [string, number][] {
  return Object.entries(weights).toSorted(([one], [other]) => (one < other ? -1 : 1))
}

function expectWeights(state: State, segment: string, wanted: Weights, when: string): void {
  const said = weightsIn(state, segment)
  const wrong = Object.keys(wanted).find((target) => said[target] !== wanted[target])
  if (wrong !== undefined)
    throw new Breach(`${when} ${wrong} is at ${said[wrong] ?? 'nothing'}, not at ${wanted[wrong]}`)
}

function weightsIn(state: State, segment: string): Weights {
  return state.segments.find((each) => each.segment === segment)?.weights ?? {}
}

/** The first segment with each weight another one than now, within its range and none of them zero. */
async function shiftedOf(kit: Kit, described: Description): Promise<{ segment: string; weights: Weights }> {
  const state = await kit.state()
  const [first] = state.segments
  if (first === undefined) throw new Breach('the state has no segment')
  const least = Math.max(1, described.granularity.least)
  const { most } = described.granularity
  const weights = described.targets.map(({ id }) => {
    const now = first.weights[id] ?? least
    return [id, now + 1 <= most && now + 1 >= least ? now + 1 : least] as const
  })
  return { segment: first.segment, weights: Object.fromEntries(weights) }
}
