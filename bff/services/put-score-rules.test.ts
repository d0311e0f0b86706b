import { expect, test } from 'vitest'
import { DEFAULT_SCORE_RULES, type ScoreRules } from '#contract/services/score.ts'
import { openTestStore, testCtx } from '#bff/store/store-fixture.ts'
import { listScoreRules, putScoreRules, readScoreRules } from './put-score-rules.ts'

const configured = DEFAULT_SCORE_RULES
const rules: ScoreRules = [{ signal: 'errorShare', degraded: 0.2, failing: 0.5, weight: 100 }]

test('a service keeps rules of its own until they are taken back, each with an audit row', async () => {
  const store = await openTestStore()
  const ctx = testCtx(store)
  const asked = { store, service: 'api', configured }
  expect(await readScoreRules(asked)).toEqual({ scoreRules: configured, scoreRulesOwn: false })
  await putScoreRules({ ctx, service: 'api', input: { rules }, configured })
  expect(await readScoreRules(asked)).toEqual({ scoreRules: rules, scoreRulesOwn: true })
  expect(await readScoreRules({ ...asked, service: 'license' })).toEqual({
    scoreRules: configured,
    scoreRulesOwn: false,
  })
  expect(await listScoreRules({ store, configured })).toEqual({ usual: configured, own: [{ service: 'api', rules }] })
  await putScoreRules({ ctx, service: 'api', input: { rules: null }, configured })
  expect(await readScoreRules(asked)).toEqual({ scoreRules: configured, scoreRulesOwn: false })
  const audit = (await store.audit.list({ limit: 10 })).toReversed()
  expect(audit.map(({ action, subject }) => [action, subject])).toEqual([
    ['score-rules.put', 'api'],
    ['score-rules.reset', 'api'],
  ])
})

test('rules that are none are refused, and nothing is written', async () => {
  const store = await openTestStore()
  const twice = [...rules, ...rules]
  const put = putScoreRules({ ctx: testCtx(store), service: 'api', input: { rules: twice }, configured })
  await expect(put).rejects.toMatchObject({ code: 'bad_request', path: 'rules' })
  expect((await readScoreRules({ store, service: 'api', configured })).scoreRulesOwn).toBe(false)
})
