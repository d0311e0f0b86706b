import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Control, WriteIntent } from '#bff/evacuation/control.ts'
import { createRoute53Control } from './create-route53-control.ts'
import { startFakeRoute53, type FakeRoute53 } from './route53-fixture.ts'
import { Route53Settings } from './settings.ts'

const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
const NAME = 'api.example.com.'
const GERMAN = 'de.example.com.'
const REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1']
const LIMIT_MS = 10_000

let route53: FakeRoute53
let control: Control

beforeEach(async () => {
  route53 = await startFakeRoute53({ secretAccessKey: SECRET, zone: 'Z1' })
  for (const name of [NAME, GERMAN])
    REGIONS.forEach((region) => route53.set(`${name} ${region}`, recordSet(name, region, 100)))
  control = controlWith({})
})

afterEach(async () => {
  await control.close()
  await route53.stop()
})

function recordSet(name: string, region: string, weight: number): string {
  const values = `<TTL>60</TTL><ResourceRecords><ResourceRecord><Value>192.0.2.1</Value></ResourceRecord></ResourceRecords>`
  return `<ResourceRecordSet><Name>${name}</Name><Type>A</Type><SetIdentifier>${region}</SetIdentifier><Weight>${weight}</Weight>${values}<HealthCheckId>h &amp; ${region}</HealthCheckId></ResourceRecordSet>`
}

function controlWith(change: object): Control {
  const settings = Route53Settings.parse({
    id: 'public-dns',
    kind: 'route53',
    hostedZoneId: 'Z1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: SECRET, sessionToken: 'a/session+token' },
    endpoint: route53.url,
    segments: [
      { id: 'all', name: NAME, type: 'A' },
      { id: 'de', name: GERMAN, type: 'A' },
    ],
    targets: REGIONS.map((region) => ({ id: region, region })),
    ...change,
  })
  return createRoute53Control({ settings, clock: { now: Date.now } })
}

function weightsOf(east: number, west: number, ireland: number): Record<string, number> {
  return { 'us-east-1': east, 'us-west-2': west, 'eu-west-1': ireland }
}

function intent(...splits: WriteIntent['splits']): WriteIntent {
  return { instance: 'api', splits, key: 'k', mark: { planId: 'plan-1', epoch: 2, step: 1 } }
}

const evacuate = () =>
  intent({ segment: 'all', weights: weightsOf(0, 60, 40) }, { segment: 'de', weights: { 'us-east-1': 0 } })

test('all segments change in one signed batch, and nothing but the weights; who wrote stands in the comment', async () => {
  expect(await control.write(evacuate(), LIMIT_MS)).toEqual({ kind: 'accepted' })
  expect(route53.weights(NAME)).toEqual({ 'us-east-1': '0', 'us-west-2': '60', 'eu-west-1': '40' })
  expect(route53.weights(GERMAN)).toEqual({ 'us-east-1': '0', 'us-west-2': '100', 'eu-west-1': '100' })
  expect(route53.record(`${NAME} us-west-2`)).toBe(recordSet(NAME, 'us-west-2', 60))
  expect(route53.comments()).toEqual(['spillway plan-1 epoch 2 step 1'])
})

test('what is set does not act until all servers have it', async () => {
  await control.write(evacuate(), LIMIT_MS)
  const all = (await readings())[0]
  expect(all).toEqual({ segment: 'all', weights: weightsOf(0, 60, 40), effective: {} })
  route53.settle()
  expect((await readings())[0]).toEqual({ segment: 'all', weights: weightsOf(0, 60, 40) })
})

test('somebody else between the question and the order is a conflict, and nothing is done', async () => {
  const other = recordSet(NAME, 'us-west-2', 7)
  route53.beforeChange(() => route53.set(`${NAME} us-west-2`, other))
  expect(await control.write(evacuate(), LIMIT_MS)).toMatchObject({
    kind: 'refused',
    cause: 'conflict',
    why: expect.stringMatching(/do not match/),
  })
  expect(route53.weights(NAME)).toEqual({ 'us-east-1': '100', 'us-west-2': '7', 'eu-west-1': '100' })
  expect(route53.weights(GERMAN)).toMatchObject({ 'us-east-1': '100' })
})

test.each([
  ['Throttling', 400, 'refused', 'busy'],
  ['PriorRequestNotComplete', 400, 'refused', 'busy'],
  ['AccessDenied', 403, 'refused', 'credentials'],
  ['InvalidInput', 400, 'refused', 'invalid'],
  ['InternalFailure', 500, 'unknown', undefined],
])('%s is told as what it is', async (code, status, kind, cause) => {
  route53.failNext({ method: 'POST', says: { status, code } })
  const answer = await control.write(evacuate(), LIMIT_MS)
  expect(answer).toMatchObject({ kind, why: expect.stringContaining(code) })
  expect('cause' in answer ? answer.cause : undefined).toBe(cause)
})

test('no answer to the question is a refusal, none to the order is unknown, and neither blocks', async () => {
  route53.failNext({ method: 'GET', says: 'nothing' })
  expect(await control.write(evacuate(), 300)).toMatchObject({ kind: 'refused', cause: 'unreachable' })
  route53.failNext({ method: 'GET', says: 'nothing' })
  expect(await control.read('api', 300)).toMatchObject({ kind: 'unknown' })
  route53.failNext({ method: 'POST', says: 'nothing' })
  expect(await control.write(evacuate(), 1_500)).toMatchObject({ kind: 'unknown' })
  await route53.stop()
  expect(await control.write(evacuate(), 300)).toMatchObject({ kind: 'refused', cause: 'unreachable' })
})

test.each([
  ['zeros alone, which would be an equal split', { segment: 'all', weights: weightsOf(0, 0, 0) }],
  ['a weight beyond 255', { segment: 'all', weights: weightsOf(0, 256, 1) }],
  ['a segment of nobody', { segment: 'fr', weights: weightsOf(0, 1, 1) }],
  ['a target of nobody', { segment: 'all', weights: { nowhere: 1 } }],
])('refuses %s before anything is sent', async (_, split) => {
  expect(await control.write(intent(split), LIMIT_MS)).toMatchObject({ kind: 'refused', cause: 'invalid' })
  expect(route53.comments()).toEqual([])
})

test('another secret is refused; a missing record set is unknown and cannot be written', async () => {
  const stranger = controlWith({ credentials: { accessKeyId: 'A', secretAccessKey: 'B' } })
  expect(await stranger.read('api', LIMIT_MS)).toMatchObject({ kind: 'refused', cause: 'credentials' })
  const further = controlWith({ targets: [...REGIONS, 'ap-south-1'].map((region) => ({ id: region, region })) })
  const answer = await further.read('api', LIMIT_MS)
  expect(answer.kind === 'read' && Object.keys(answer.reading.segments[0]?.weights ?? {})).toEqual(REGIONS)
  const order = intent({ segment: 'all', weights: { 'ap-south-1': 5 } })
  expect(await further.write(order, LIMIT_MS)).toMatchObject({ kind: 'refused', cause: 'invalid' })
})

async function readings() {
  const answer = await control.read('api', LIMIT_MS)
  if (answer.kind !== 'read') throw new Error(answer.why)
  return answer.reading.segments
}
