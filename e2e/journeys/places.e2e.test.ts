import { expect } from 'vitest'
import { groupingWords } from '#web/messages/grouping-en.ts'
import { nav } from '#web/messages/en.ts'
import { journeysOf, STILL } from '#e2e/fixtures/journey.ts'
import { seriousFindings } from '#e2e/fixtures/serious-findings.ts'
import { until } from '#e2e/fixtures/until.ts'
import { consoleShell } from '#e2e/screens/console-shell.ts'
import { keptPlace, mapHands } from '#e2e/screens/map-hands.ts'
import { trafficScreen } from '#e2e/screens/traffic-screen.ts'

/** Where things stand on the map: carried, drawn together, gone into, and handed on as a link. */
const test = journeysOf({}, STILL)
const REGION = 'us-east-1'
const SERVICE = 'playback-license'
const MIDDLE = { x: 0, y: 0 }

test('a service carried elsewhere stands there for everybody, and goes back by Ctrl+Z', async ({
  page,
  visitors,
  spillway,
}) => {
  const screen = trafficScreen(page, spillway.url)
  await screen.open({ view: REGION })
  const home = await keptPlace(spillway.url, REGION, `${REGION}/${SERVICE}`)
  const address = { view: REGION, ...home, z: 1 }
  await screen.open(address)
  const hands = mapHands(page)
  await until('the service in the middle', async () => (await hands.nameAt(MIDDLE)) === SERVICE)

  const away = { x: 63, y: -41 }
  await hands.carry(MIDDLE, away)
  expect(await hands.nameAt(away)).toBe(SERVICE)
  await until('the new place to be kept', async () => {
    const now = await keptPlace(spillway.url, REGION, `${REGION}/${SERVICE}`)
    return Math.abs(now.x - home.x - away.x) < 2 && Math.abs(now.y - home.y - away.y) < 2
  })
  const other = await visitors.open()
  await trafficScreen(other.page, spillway.url).open(address)
  const theirHands = mapHands(other.page)
  await until('the same place on another screen', async () => (await theirHands.nameAt(away)) === SERVICE)
  expect(await theirHands.nameAt(MIDDLE)).not.toBe(SERVICE)

  await screen.map.focus()
  await page.keyboard.press('Control+z')
  await until('the service back in the middle', async () => (await hands.nameAt(MIDDLE)) === SERVICE)
  await until('the old place to be kept', async () => {
    const now = await keptPlace(spillway.url, REGION, `${REGION}/${SERVICE}`)
    return Math.abs(now.x - home.x) < 2 && Math.abs(now.y - home.y) < 2
  })
}, 240_000)

test('teams are drawn together; one is opened in place and closed again', async ({ page, spillway }) => {
  const screen = trafficScreen(page, spillway.url)
  await screen.open({ view: REGION })
  await page.getByRole('button', { name: new RegExp(`^${groupingWords.label}: ${groupingWords.by.off}`) }).click()
  await page.getByRole('menuitemradio', { name: groupingWords.choice.team }).click()
  await until('the grouping in the address', () => page.url().includes('group=team'))
  const teams = `${REGION}/group/team`
  const group = `${REGION}/team:playback`
  const place = await keptPlace(spillway.url, teams, group)
  await screen.open({ view: REGION, group: 'team', x: place.x * 1.7, y: place.y * 1.7, z: 1 })
  const hands = mapHands(page)
  await until('the team in the middle', async () => /^playback\b/i.test((await hands.nameAt(MIDDLE)) ?? ''))
  expect(await seriousFindings(page)).toEqual([])

  await hands.click(MIDDLE)
  await until('the team in the address', () => new URL(page.url()).searchParams.get('open') === 'playback')
  const frame = page.getByRole('button', { name: /^playback · \d+: close$/i })
  await frame.waitFor()
  expect(Number(/· (\d+)/.exec(await frame.innerText())?.[1])).toBeGreaterThan(1)
  const members = await hands.survey()
  expect(members.some((name) => name.startsWith('playback-'))).toBe(true)
  expect(await seriousFindings(page)).toEqual([])

  await frame.click()
  await frame.waitFor({ state: 'detached' })
  expect(page.url()).not.toContain('open=')
})

test('into a service by Enter, and back by the breadcrumb', async ({ page, spillway }) => {
  const screen = trafficScreen(page, spillway.url)
  await screen.open({ view: REGION, sel: `${REGION}/${SERVICE}` })
  await until('the picture', async () => (await screen.picture()).dots > 0)
  await screen.map.focus()
  await page.keyboard.press('Enter')
  const middle = page.locator(`[data-service="${REGION}/${SERVICE}"]`)
  await middle.getByText(SERVICE).waitFor()
  expect(await middle.innerText()).toMatch(/requests\/s[\s\S]*failed[\s\S]*playback-license/)
  expect(new URL(page.url()).searchParams.get('view')).toBe(`${REGION}/${SERVICE}`)
  expect(await consoleShell(page).breadcrumb()).toEqual([nav.traffic, REGION, SERVICE])
  expect(await seriousFindings(page)).toEqual([])

  const crumbs = page.getByRole('navigation', { name: nav.breadcrumb })
  await crumbs.getByRole('link', { name: REGION }).click()
  await middle.waitFor({ state: 'detached' })
  expect(await screen.view()).toBe(REGION)
  await crumbs.getByRole('link', { name: nav.traffic }).click()
  await until('the world', async () => (await screen.regions()).length === 3)
  await page.goBack()
  await until('the region again', async () => (await screen.view()) === REGION)
})

test('the camera stands in the address: a reload and somebody else see the same things in the same places', async ({
  page,
  visitors,
  spillway,
}) => {
  const screen = trafficScreen(page, spillway.url)
  await screen.open({ view: REGION })
  const center = await keptPlace(spillway.url, REGION, `${REGION}/${SERVICE}`)
  await screen.open({ view: REGION, x: center.x, y: center.y, z: 0.7 })
  const hands = mapHands(page)
  await until('the map', async () => (await hands.nameAt(MIDDLE)) === SERVICE)
  await hands.wheel({ x: 120, y: 60 }, -300)
  await screen.map.focus()
  await page.keyboard.press('ArrowLeft')
  let before = ''
  const camera = await until(
    'the camera at rest in the address',
    () => {
      const isAtRest = page.url() === before
      before = page.url()
      return isAtRest && cameraOf(before, (zoom) => zoom > 0.75)
    },
    { everyMs: 1_000 },
  )
  expect(camera.z).toBeLessThan(3)
  const link = page.url()

  const seen = await Promise.all(
    [SERVICE, 'bookmarks', 'title-rights'].map(async (name) => {
      const { x, y } = await keptPlace(spillway.url, REGION, `${REGION}/${name}`)
      return { name, at: { x: (x - camera.x) * camera.z, y: (y - camera.y) * camera.z } }
    }),
  )
  const other = await visitors.open()
  await other.page.goto(link)
  for (const looking of [page, other.page]) {
    for (const { name, at } of seen) {
      await until(`${name} where it was`, async () => (await mapHands(looking).nameAt(at)) === name)
    }
  }
  expect(other.page.url()).toBe(link)
  await page.reload()
  const [first] = seen
  await until('the same after a reload', async () => (await hands.nameAt(first?.at ?? MIDDLE)) === first?.name)

  await screen.map.focus()
  await page.keyboard.press('0')
  await until('an address without a camera', () => !page.url().includes('z='))
})

function cameraOf(url: string, isThere: (zoom: number) => boolean): { x: number; y: number; z: number } | null {
  const search = new URL(url).searchParams
  const [x = NaN, y = NaN, z = NaN] = ['x', 'y', 'z'].map((field) => Number(search.get(field) ?? NaN))
  return isThere(z) ? { x, y, z } : null
}
