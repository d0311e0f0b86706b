import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { groupingWords } from '#web/messages/grouping-en.ts'
import { journeysOf } from '#e2e/fixtures/journey.ts'
import { until } from '#e2e/fixtures/until.ts'
import { keptPlace, mapHands, type OnMap } from '#e2e/screens/map-hands.ts'
import { trafficScreen } from '#e2e/screens/traffic-screen.ts'

/** Members of a team that is opened in place are carried as single services are. */
const test = journeysOf()
const REGION = 'us-east-1'
const TEAM = 'playback'
const MEMBER = 'playback-api'

test('a member carried beyond the picture stays under the hand, is kept for everybody, and goes back', async ({
  page,
  spillway,
}) => {
  const screen = trafficScreen(page, spillway.url)
  await screen.open({ view: REGION, group: 'team', open: TEAM })
  await page.getByRole('button', { name: closing }).waitFor({ timeout: 45_000 })
  await until('the picture', async () => (await screen.picture()).drawCalls > 0)
  const hands = mapHands(page)
  const from = await until('the member', () => placeOf(page), { withinMs: 60_000 })

  const box = await screen.map.boundingBox()
  const away = { x: from.x + 60, y: (box?.height ?? 0) / 2 - 70 }
  await hands.carry(from, away)
  // A camera that fitted the picture anew would have carried it off.
  await page.waitForTimeout(800)
  expect(await hands.nameAt(away)).toBe(MEMBER)
  expect(page.url()).not.toContain('z=')
  const inside = (): Promise<OnMap> => keptPlace(spillway.url, `${REGION}/group/team`, `>${REGION}/${MEMBER}`)
  await until('the new place to be kept', async () => (await inside()).y > 100)

  await screen.map.focus()
  await page.keyboard.press('Control+z')
  await until('the member back in its place', async () => (await hands.nameAt(from)) === MEMBER)
  await until('the old place to be kept', async () => (await inside()).y < 100)
}, 180_000)

const closing = new RegExp(`^${TEAM}.*${groupingWords.close('')}$`, 'i')
const STEP_PX = 14

/** Looked for with the pointer, row by row, in the frame of the team. */
async function placeOf(page: Page): Promise<OnMap | null> {
  const [map, frame] = await Promise.all([
    page.getByRole('application').boundingBox(),
    page.getByRole('button', { name: closing }).locator('..').boundingBox(),
  ])
  if (map === null || frame === null) return null
  const hands = mapHands(page)
  const [left, top] = [frame.x - map.x - map.width / 2, frame.y - map.y - map.height / 2]
  for (let x = left + STEP_PX; x < left + frame.width; x += STEP_PX) {
    for (let y = top + STEP_PX; y < top + frame.height; y += STEP_PX) {
      if ((await hands.nameAt({ x, y })) === MEMBER) return { x, y }
    }
  }
  return null
}
