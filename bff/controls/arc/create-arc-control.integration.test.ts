import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Control, WriteIntent } from '#bff/evacuation/control.ts'
import { startFakeArc, type FakeArc } from './arc-fixture.ts'
import { createArcControl } from './create-arc-control.ts'
import { ArcSettings } from './settings.ts'

const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
const REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1']
const PANEL = 'arn:aws:route53-recovery-control::111122223333:controlpanel/abc'
const ARNS = REGIONS.map((region) => `${PANEL}/routingcontrol/${region}`)
const LIMIT_MS = 10_000

let arc: FakeArc
let control: Control

beforeEach(async () => {
  arc = await startFakeArc({ secretAccessKey: SECRET, arns: ARNS })
  control = controlWith({})
})

afterEach(async () => {
  await control.close()
  await arc.stop()
})

function controlWith(change: object): Control {
  const settings = ArcSettings.parse({
    id: 'switches',
    kind: 'arc',
    endpoints: arc.endpoints,
    controlPanelArn: PANEL,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: SECRET },
    targets: REGIONS.map((region, index) => ({ id: region, region, routingControlArn: ARNS[index] })),
    ...change,
  })
  return createArcControl({ settings, clock: { now: Date.now } })
}

function intent(weights: Record<string, number>): WriteIntent {
  const mark = { planId: 'p', epoch: 1, step: 0 }
  return { instance: 'cluster', splits: [{ segment: 'all', weights }], key: 'k', mark }
}

async function weights(): Promise<unknown> {
  const answer = await control.read('cluster', LIMIT_MS)
  return answer.kind === 'read' ? answer.reading.segments[0]?.weights : answer
}

test('a region is switched off and on again, and read back', async () => {
  expect(await weights()).toEqual({ 'us-east-1': 1, 'us-west-2': 1, 'eu-west-1': 1 })
  expect(await control.write(intent({ 'us-east-1': 0 }), LIMIT_MS)).toEqual({ kind: 'accepted' })
  expect(arc.states()).toEqual({ [`${ARNS[0]}`]: 'Off', [`${ARNS[1]}`]: 'On', [`${ARNS[2]}`]: 'On' })
  expect(await weights()).toEqual({ 'us-east-1': 0, 'us-west-2': 1, 'eu-west-1': 1 })
})

test('endpoints that are gone are passed over, and the one that answered is asked first the next time', async () => {
  arc.break(0, { kind: 'silent' })
  arc.break(1, { kind: 'fault', type: 'EndpointTemporarilyUnavailableException', status: 503 })
  expect(await control.write(intent({ 'us-east-1': 0 }), 3_000)).toEqual({ kind: 'accepted' })
  expect(arc.asked().at(-1)).toBe('2 UpdateRoutingControlStates')
  const before = arc.asked().length
  expect(await weights()).toMatchObject({ 'us-east-1': 0 })
  expect(
    arc
      .asked()
      .slice(before)
      .every((each) => each.startsWith('2 ')),
  ).toBe(true)
})

test('an order without an answer is unknown and asked of nobody else; a question without one changes nothing', async () => {
  arc.break(0, { kind: 'silent', operation: 'UpdateRoutingControlStates' })
  expect(await control.write(intent({ 'us-east-1': 0 }), 600)).toMatchObject({ kind: 'unknown' })
  expect(arc.asked().filter((each) => each.endsWith('UpdateRoutingControlStates'))).toHaveLength(1)
  for (const endpoint of arc.endpoints.keys()) arc.break(endpoint, { kind: 'silent' })
  expect(await control.write(intent({ 'us-east-1': 0 }), 600)).toMatchObject({ kind: 'refused', cause: 'unreachable' })
  expect(await control.read('cluster', 300)).toMatchObject({ kind: 'unknown' })
})

test('a safety rule of the cluster is obeyed, and told in its words', async () => {
  const two = controlWith({ targets: [{ id: 'us-east-1', region: 'us-east-1', routingControlArn: ARNS[0] }] })
  expect(await two.write(intent({ 'us-east-1': 0 }), LIMIT_MS)).toMatchObject({ kind: 'refused', cause: 'invalid' })
  const off = Object.fromEntries(REGIONS.map((region) => [region, 0]))
  expect(await control.write(intent(off), LIMIT_MS)).toMatchObject({
    kind: 'refused',
    why: expect.stringMatching(/off/),
  })
  expect(Object.values(arc.states())).toEqual(['On', 'On', 'On'])
})

test.each([
  [
    { type: 'ConflictException', status: 409 },
    { kind: 'refused', cause: 'conflict' },
  ],
  [
    { type: 'AccessDeniedException', status: 403 },
    { kind: 'refused', cause: 'credentials' },
  ],
  [
    { type: 'ThrottlingException', status: 429, retryAfterSeconds: 3 },
    { kind: 'refused', cause: 'busy', retryAfterMs: 3_000 },
  ],
  [{ type: 'InternalServerException', status: 500 }, { kind: 'unknown' }],
])('%o everywhere means %o', async (fault, meaning) => {
  for (const endpoint of arc.endpoints.keys()) arc.break(endpoint, { kind: 'fault', ...fault })
  expect(await control.read('cluster', LIMIT_MS)).toMatchObject(meaning)
})

test('refuses what is no switch, and another key is told as that', async () => {
  expect(await control.write(intent({ 'us-east-1': 50 }), LIMIT_MS)).toMatchObject({ cause: 'invalid' })
  expect(await control.write(intent({ nowhere: 1 }), LIMIT_MS)).toMatchObject({ cause: 'invalid' })
  const stranger = controlWith({ credentials: { accessKeyId: 'A', secretAccessKey: 'B' } })
  expect(await stranger.write(intent({ 'us-east-1': 0 }), LIMIT_MS)).toMatchObject({ cause: 'credentials' })
})
