import { expect, test } from 'vitest'
import { judgeWrite, parseMap, parseNewVersion, parseProcess, parseServersState, parseStat } from './wire.ts'

test('a listing is read by its headings, wherever they stand', () => {
  const text = '# weight,svname,last_chk,pxname,status,stot\n7,use1,"said ""no"", twice",regions,UP 1/2,41\n\n'
  expect(parseStat(text)).toEqual({
    kind: 'rows',
    rows: [{ pxname: 'regions', svname: 'use1', status: 'UP 1/2', weight: 7, stot: 41 }],
  })
})

test('a row without a weight is unreadable, not zero', () => {
  expect(parseStat('# pxname,svname,status,stot\nregions,use1,UP,41\n')).toMatchObject({ kind: 'unreadable' })
  expect(parseStat('')).toMatchObject({ kind: 'unreadable', why: 'an empty answer' })
  expect(parseStat('Permission denied\n')).toMatchObject({ kind: 'unreadable', why: 'it says: Permission denied' })
})

test('the state of servers has a version, headings and blanks between', () => {
  const text = '1\n# be_id be_name srv_id srv_name srv_admin_state srv_uweight\n3 regions 1 use1 8 100\n\n'
  expect(parseServersState(text)).toEqual({
    kind: 'rows',
    rows: [{ be_name: 'regions', srv_name: 'use1', srv_admin_state: 8, srv_uweight: 100 }],
  })
  expect(parseServersState("Can't find backend.\n")).toMatchObject({ kind: 'unreadable' })
})

test('a map, a process, a version', () => {
  expect(parseMap('0x55d0 de/0 usw2\n0x55d8 de/1 euw1\n\n')).toEqual({
    kind: 'rows',
    rows: [
      { key: 'de/0', value: 'usw2' },
      { key: 'de/1', value: 'euw1' },
    ],
  })
  expect(parseMap('\n')).toEqual({ kind: 'rows', rows: [] })
  expect(parseMap('Unknown map identifier.\n')).toMatchObject({ kind: 'unreadable' })
  expect(parseProcess('Name: HAProxy\nPid: 4711\nUptime: 0d\n')).toBe('4711')
  expect(parseProcess('Name: HAProxy\n')).toBeNull()
  expect(parseNewVersion('New version created: 12\n')).toBe('12')
})

test.each([
  ['\n', 'done'],
  ['\n\n', 'refused'],
  ['No such server.\n', 'refused'],
  ['Permission denied\n\n', 'denied'],
])('%j after a write means %s', (text, kind) => {
  expect(judgeWrite(text).kind).toBe(kind)
})
