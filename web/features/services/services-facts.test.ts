import { describe, expect, it } from 'vitest'
import { DEFAULT_SCORE_RULES } from '#contract/services/score.ts'
import { ANSWERED_AT, calmSeries } from '#mocks/console-api/answers.ts'
import { breakerOf, servicesAt, sickService } from '#mocks/console-api/services-answers.ts'
import { createFleet } from '#web/fleet/fleet-fixture.ts'
import { factColumnsOf } from './board/fact-columns.ts'
import { readBoard } from './board/service-board.ts'
import { indexServices } from './board/service-index.ts'
import { sortBreakers } from './page/breakers/sort-breakers.ts'
import { likestNames } from './page/facts/likest-names.ts'
import { regionPicturesOf } from './page/facts/region-picture.ts'
import { countByZone } from './page/instances/count-by-zone.ts'
import { draftOf, rulesOf } from './page/score/rules-draft.ts'
import { verdictOf } from './page/verdict/verdict.ts'
import { servicesCsv, servicesCsvName } from './services-csv.ts'
import { sortOf, withSort, ServicesSearch } from './services-search.ts'
import { sumSeries } from './small/sum-series.ts'
import { chosenColumns, USUAL_COLUMNS } from './table/column-choice.ts'

const SICK = { nodes: { 'us-east-1/license': { errorShare: 0.31 } } }
const picturesOf = (changes = {}) =>
  regionPicturesOf(createFleet(changes), 'license', sickService(ANSWERED_AT).facts, DEFAULT_SCORE_RULES)
const deploy = {
  id: '01JD7000000000000000000000',
  kind: 'deploy' as const,
  title: 'license v412 deployed',
  startedAt: ANSWERED_AT - 120_000,
  regions: ['us-east-1'],
  services: ['license'],
  origin: 'api',
  recordedAt: ANSWERED_AT,
  recordedBy: 'somebody',
}

describe('the verdict', () => {
  it('names the region that fails, what fails, who is well, and what was changed just before', () => {
    const verdict = verdictOf(picturesOf(SICK), [deploy], ANSWERED_AT)
    expect(verdict.sentence).toBe('Failing in us-east-1: 31.0 % of its requests fail')
    expect(verdict.rest).toEqual(['healthy in us-west-2, eu-west-1'])
    expect(verdict.changed).toEqual({ title: 'license v412 deployed', ago: '2 min' })
  })

  it('is not taken in by good traffic: breakers, instances and alerts speak too', () => {
    const verdict = verdictOf(picturesOf(), [], ANSWERED_AT)
    expect(verdict).toMatchObject({ region: 'us-east-1', health: 'degraded' })
    expect(verdict.sentence).toContain('Serving, but not well, in us-east-1')
  })

  it('blames no change of long ago, of another region or of later', () => {
    const others = [
      { ...deploy, startedAt: ANSWERED_AT - 7_200_000 },
      { ...deploy, regions: ['eu-west-1'] },
      { ...deploy, startedAt: ANSWERED_AT + 1_000 },
    ]
    expect(verdictOf(picturesOf(SICK), others, ANSWERED_AT).changed).toBeNull()
  })

  it('says nothing good of what it knows nothing of', () => {
    const old = { ages: { 'us-east-1': 9e6, 'us-west-2': 9e6, 'eu-west-1': 9e6 } }
    const silent = regionPicturesOf(createFleet(old), 'license', [], DEFAULT_SCORE_RULES)
    expect(verdictOf(silent, [], ANSWERED_AT)).toMatchObject({ health: 'unknown' })
    expect(verdictOf([], [], ANSWERED_AT)).toMatchObject({ health: 'unknown', region: null })
  })
})

describe('the score of a region', () => {
  it('costs nothing for what nobody tells', () => {
    const [east] = regionPicturesOf(createFleet(), 'license', [], DEFAULT_SCORE_RULES)
    const unknown = east?.score.reasons.filter(({ verdict }) => verdict === 'unknown').map(({ signal }) => signal)
    expect(unknown?.toSorted()).toEqual(['alertsFiring', 'breakersOpenShare', 'instancesDownShare'])
    expect(east?.score.points).toBe(100)
  })
})

describe('rules being changed', () => {
  it('read back as they were', () => {
    expect(rulesOf(draftOf(DEFAULT_SCORE_RULES))).toEqual({ rules: DEFAULT_SCORE_RULES, faults: [] })
  })

  it.each([
    [{ degraded: '9', failing: '5' }, '“all lost from” must be more'],
    [{ degraded: '', failing: '5' }, 'three numbers'],
    [{ weight: '400' }, 'three numbers'],
    [{ weight: 'much' }, 'three numbers'],
  ])('%j is wrong and said to be', (change, words) => {
    const drafts = draftOf(DEFAULT_SCORE_RULES).map((draft) =>
      draft.signal === 'errorShare' ? { ...draft, ...change } : draft,
    )
    const { rules, faults } = rulesOf(drafts)
    expect(faults).toHaveLength(1)
    expect(faults[0]).toContain(words)
    expect(rules.some(({ signal }) => signal === 'errorShare')).toBe(false)
  })

  it('leave out what is switched off', () => {
    const drafts = draftOf(DEFAULT_SCORE_RULES).map((draft) => ({ ...draft, counts: draft.signal === 'saturation' }))
    expect(rulesOf(drafts).rules.map(({ signal }) => signal)).toEqual(['saturation'])
  })
})

describe('breakers', () => {
  it('stand open ones first, then by error, then by volume; unknown last', () => {
    const sorted = sortBreakers([
      breakerOf({ command: 'quiet', errorShare: 0.2, requestsPerSecond: 1 }),
      breakerOf({ command: 'untold', errorShare: null }),
      breakerOf({ command: 'busy', errorShare: 0.2, requestsPerSecond: 900 }),
      breakerOf({ command: 'probing', state: 'half-open', errorShare: 0 }),
      breakerOf({ command: 'open', state: 'open', errorShare: 0.1 }),
    ])
    expect(sorted.map(({ command }) => command)).toEqual(['open', 'probing', 'busy', 'quiet', 'untold'])
  })
})

describe('instances', () => {
  it('are counted by zone and version, without inventing what is not told', () => {
    const [east, ...others] = countByZone([
      { region: 'r', zone: 'b', version: 'v1', up: 1, total: 2 },
      { region: 'r', zone: 'a', version: null, up: 3, total: 3 },
      { region: 'r', zone: 'b', version: 'v1', up: 1, total: 1 },
    ])
    expect(others).toEqual([])
    expect(east).toEqual({
      region: 'r',
      zones: ['a', 'b'],
      versions: ['v1', null],
      cells: [
        [null, { up: 3, total: 3 }],
        [{ up: 2, total: 3 }, null],
      ],
    })
  })
})

describe('a sum over regions', () => {
  it('is unknown where a part is, and weighs failures by volume', () => {
    const one = {
      ...calmSeries(ANSWERED_AT),
      requestsPerSecond: [100, 100, null],
      errorShare: [0.1, 0, 0],
      at: [1, 2, 3],
    }
    const other = { ...one, requestsPerSecond: [300, null, 300], errorShare: [0, 0, 0] }
    expect(sumSeries([one, other])).toEqual({ requestsPerSecond: [400, null, null], errorShare: [0.025, null, null] })
  })

  it('leaves out regions of which nothing at all is recorded', () => {
    const one = { ...calmSeries(ANSWERED_AT), requestsPerSecond: [5], errorShare: [0], at: [1] }
    const none = { ...one, requestsPerSecond: [null] }
    expect(sumSeries([one, none])).toEqual({ requestsPerSecond: [5], errorShare: [0] })
    expect(sumSeries([none])).toEqual({ requestsPerSecond: [], errorShare: [] })
  })
})

describe('names like it', () => {
  it.each([
    ['playback-licence', 'playback-license'],
    ['LICENSE', 'license-db'],
  ])('%s may mean %s', (written, meant) => {
    expect(likestNames(written, ['api', 'playback-license', 'license-db', 'search'])).toContain(meant)
  })

  it('are none where nothing is like it', () => {
    expect(likestNames('zzz', ['api', 'search'])).toEqual([])
  })
})

describe('what stands in the address', () => {
  it('is a sort, worst first where absent or unreadable', () => {
    expect(sortOf({})).toEqual({ column: 'errors', descending: true })
    expect(sortOf({ sort: 'nonsense' })).toEqual({ column: 'errors', descending: true })
    expect(sortOf(withSort({}, { column: 'score', descending: false }))).toEqual({ column: 'score', descending: false })
    expect(withSort({}, { column: 'errors', descending: true }).sort).toBeUndefined()
    expect(ServicesSearch.parse({ grid: '', hide: 'nonsense', q: 'errors > 1%' })).toEqual({
      grid: true,
      q: 'errors > 1%',
    })
  })

  it('are columns, in one order; else those of the last time, else the usual', () => {
    expect(chosenColumns('score,requests,nonsense', null)).toEqual(['requests', 'score'])
    expect(chosenColumns(undefined, 'tier')).toEqual(['tier'])
    expect(chosenColumns('nonsense', null)).toEqual(USUAL_COLUMNS)
  })
})

describe('the file', () => {
  it('names its moment and zone in every line, and leaves unknown empty', () => {
    const fleet = createFleet(SICK)
    const index = indexServices(fleet.roster)
    const facts = factColumnsOf(index, servicesAt(ANSWERED_AT, ['license']))
    const board = readBoard(index, fleet, facts, () => DEFAULT_SCORE_RULES)
    const [head = '', license = '', api = ''] = servicesCsv({
      board,
      order: Int32Array.of(3, 1),
      filter: 'errors > 1%',
      matches: Uint8Array.of(0, 0, 0, 1, 0, 0),
      simulated: true,
    }).split('\r\n')
    const columns = head.split(',')
    const cell = (line: string, column: string) => line.split(',')[columns.indexOf(column)]
    expect(cell(license, 'service')).toBe('license')
    expect(cell(license, 'at')).toBe('2026-11-22T14:03:27Z')
    expect(cell(license, 'time zone')).toBe('UTC')
    expect(cell(license, 'instances up')).toBe('11')
    expect(cell(api, 'instances up')).toBe('')
    expect(cell(api, 'matches the filter')).toBe('no')
    expect(servicesCsvName(board, true)).toBe('spillway-services-filtered-2026-11-22T14-03-27Z.csv')
  })
})
