import { afterEach, expect, test } from 'vitest'
import { findProgram } from '#bff/controls/child-fixture.ts'
import { createHaproxyControl } from '#bff/controls/haproxy/create-haproxy-control.ts'
import { startHaproxyRig, type HaproxyRig } from '#bff/controls/haproxy/haproxy-rig-fixture.ts'
import { examineControl } from './examine-control.ts'

const REGIONS = ['us-east-1', 'us-west-2']
let rig: HaproxyRig | undefined

afterEach(() => rig?.stop())

test.skipIf(findProgram('haproxy', 'haproxy') === undefined)('the doctor tells each plane as it is', async () => {
  const started = await startHaproxyRig({ regions: REGIONS, edges: 2 })
  if (started === undefined) return
  rig = started
  const examine = (change: object = {}) =>
    examineControl(createHaproxyControl({ settings: started.settings(change), clock: { now: Date.now } }))
  expect(await examine()).toMatchObject([
    { source: 'edge-proxies', asked: 'read edge-1', outcome: 'ok', answer: 'all: us-east-1 100, us-west-2 100.' },
    { asked: 'read edge-2', outcome: 'ok' },
  ])
  const further = [...REGIONS, 'eu-west-1'].map((region) => ({ id: region, region }))
  expect((await examine({ targets: further }))[0]).toMatchObject({
    outcome: 'failed',
    answer: 'In all it has nothing that can be read for eu-west-1.',
  })
  await started.edge('edge-1').say('set server regions/us-east-1 state drain')
  expect((await examine())[0]).toMatchObject({
    outcome: 'warning',
    answer: expect.stringMatching(/does not act for us-east-1/),
  })
  await started.edge('edge-1').say('set server regions/us-west-2 weight 0')
  expect((await examine())[0]).toMatchObject({ outcome: 'failed', answer: expect.stringMatching(/nobody is served/) })
  await started.kill('edge-2')
  expect((await examine())[1]).toMatchObject({ outcome: 'failed', answer: expect.stringMatching(/cannot be reached/) })
})
