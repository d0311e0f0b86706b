import { expect, it } from 'vitest'
import { changeOf, NOON } from './change-fixture.ts'
import { changesCsv, changesCsvName } from './changes-csv.ts'
import { changeOfDraft, EMPTY_DRAFT } from './draft.ts'
import { momentUrl } from './moment-url.ts'

it('a file has a line a change, and says its time, zone and filter', () => {
  const changes = [changeOf(88, { title: 'api, "at last"', author: '=cmd', endedAt: NOON + 60_000 })]
  const text = changesCsv({ changes, from: NOON - 1_000, to: NOON, filter: '?kind=deploy', simulated: true })
  const [header, line, rest] = text.split('\r\n')
  expect(header?.split(',')[0]).toBe('began (UTC)')
  expect(line).toBe(
    [
      '2026-11-22T12:00:00Z,2026-11-22T12:01:00Z,deploy,"api, ""at last""",',
      ",'=cmd,us-east-1,api,,spinnaker,,2026-11-22T12:00:00Z,token:deploys <x>,",
      '2026-11-22T11:59:59Z,2026-11-22T12:00:00Z,?kind=deploy,yes',
    ].join(''),
  )
  expect(rest).toBe('')
  expect(changesCsvName({ from: NOON - 1_000, to: NOON })).toBe(
    'spillway-changes-2026-11-22T11-59-59Z-2026-11-22T12-00-00Z.csv',
  )
})

it.each([
  [{}, '/?view=us-east-1&sel=us-east-1/api&at=2026-11-22T12:00:00Z'],
  [{ services: [] }, '/?view=us-east-1&at=2026-11-22T12:00:00Z'],
  [{ regions: [] }, '/?at=2026-11-22T12:00:00Z'],
  [{ regions: ['us-east-1', 'eu-west-1'] }, '/?at=2026-11-22T12:00:00Z'],
])('the map at that moment, of %j', (told, url) => {
  expect(momentUrl(changeOf(1, told))).toBe(url)
})

it('what began just now is told without a time, and what is left empty is not told', () => {
  expect(changeOfDraft({ ...EMPTY_DRAFT, title: ' x ' }, NOON)).toEqual({
    kind: 'configuration',
    title: 'x',
    services: [],
    regions: [],
    origin: 'console',
  })
  expect(
    changeOfDraft({ ...EMPTY_DRAFT, minutesAgo: 5, version: 'v1', link: 'https://x.example' }, NOON),
  ).toMatchObject({
    startedAt: NOON - 300_000,
    version: 'v1',
    link: 'https://x.example',
  })
})
