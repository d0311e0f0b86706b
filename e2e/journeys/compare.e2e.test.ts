import { expect } from 'vitest'
import { compareWords } from '#web/messages/compare-en.ts'
import { instantTextOf } from '#web/urls/urls.ts'
import { journeysOf, STILL } from '#e2e/fixtures/journey.ts'
import { seriousFindings } from '#e2e/fixtures/serious-findings.ts'
import { until } from '#e2e/fixtures/until.ts'
import { comparison } from '#e2e/screens/comparison.ts'
import { timelineStrip } from '#e2e/screens/timeline-strip.ts'
import { trafficScreen } from '#e2e/screens/traffic-screen.ts'

/** A crisis leader is sent a link to what changed, looks at both moments, and goes back to the present. */
const test = journeysOf({}, STILL)

test('a link shows what changed since a moment that stays the same', async ({ spillway, page }) => {
  const compared = comparison(page)
  const screen = trafficScreen(page, spillway.url)
  await screen.open({ vs: '-1h' })
  await compared.legend.waitFor()
  const address = await until('the moment in the address', () => {
    const { searchParams } = new URL(page.url())
    return searchParams.has('measure') && searchParams
  })
  const at = Date.parse(address.get('vs') ?? '')
  expect(Math.abs(Date.now() - 3_600_000 - at)).toBeLessThan(120_000)
  expect(await compared.bar.innerText()).toContain(`${instantTextOf(at).slice(11, 19)} UTC`)
  await until('the change of each region', async () =>
    (await Promise.all(['us-east-1', 'us-west-2', 'eu-west-1'].map(compared.changeOf))).every((words) =>
      /→/.test(words),
    ),
  )
  expect(Number(await compared.handle.getAttribute('aria-valuenow'))).toBe(at)
  expect(await seriousFindings(page)).toEqual([])
})

test('both moments side by side move together, and Esc leaves them', async ({ spillway, page }) => {
  const compared = comparison(page)
  const screen = trafficScreen(page, spillway.url)
  await screen.open({ vs: instantTextOf(Date.now() - 3_600_000), measure: 'volume' })
  await compared.choose(compareWords.sides)
  await until('two maps', async () => (await screen.map.count()) === 2)
  const alike = async () => {
    const [left, right] = await Promise.all([compared.placesAt('left'), compared.placesAt('right')])
    const isSame = left.length === 6 && left.every((px, index) => Math.abs(px - (right[index] ?? NaN)) <= 1)
    return isSame && left.map(Math.round).join()
  }
  const before = await until('both to show the same place', alike)
  const box = await screen.map.last().boundingBox()
  if (box === null) throw new Error('the second map is not in sight')
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.mouse.wheel(0, -400)
  await until('both to follow the hand on one', async () => {
    const after = await alike()
    return after !== false && after !== before
  })
  await until('the place in the address', () => new URL(page.url()).searchParams.has('z'))

  await page.keyboard.press('Escape')
  await compared.bar.waitFor({ state: 'detached' })
  await until('one map', async () => (await screen.map.count()) === 1)
  expect(new URL(page.url()).searchParams.get('vs')).toBeNull()
})

test('what is not recorded is said in words, with what is', async ({ spillway, page }) => {
  const compared = comparison(page)
  await trafficScreen(page, spillway.url).open({ vs: instantTextOf(Date.now() - 30 * 86_400_000) })
  const alert = compared.bar.getByRole('alert')
  await alert.waitFor()
  await until('how far the history goes back', async () => /The history goes back to/.test(await alert.innerText()))
  await compared.bar.getByRole('button', { name: /^Compare with/ }).click()
  await compared.legend.waitFor()
})

test('a link restores the stretch of the timeline, which keys zoom and reset', async ({ spillway, page }) => {
  const strip = timelineStrip(page)
  const to = Math.floor(Date.now() / 1_000) * 1_000 - 600_000
  const range = `${instantTextOf(to - 1_800_000)},${instantTextOf(to)}`
  await trafficScreen(page, spillway.url).open({ range })
  await page.getByRole('button', { name: /^Zoomed/ }).waitFor()
  const width = async () =>
    Number(await strip.slider.getAttribute('aria-valuemax')) - Number(await strip.slider.getAttribute('aria-valuemin'))
  await strip.slider.focus()
  await page.keyboard.press('0')
  await until('the address without a stretch', () => !new URL(page.url()).searchParams.has('range'))
  await until('the last two hours', async () => (await width()) > 6_000_000)
  await page.goBack()
  await until('the stretch again', () => new URL(page.url()).searchParams.get('range') === range)
})
