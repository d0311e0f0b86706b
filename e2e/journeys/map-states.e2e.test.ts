import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { nav } from '#web/messages/en.ts'
import { mapWords } from '#web/messages/map-en.ts'
import { trafficWords } from '#web/messages/traffic-en.ts'
import { journeysOf } from '#e2e/fixtures/journey.ts'
import { seriousFindings } from '#e2e/fixtures/serious-findings.ts'
import { until } from '#e2e/fixtures/until.ts'
import { timelineStrip } from '#e2e/screens/timeline-strip.ts'
import { trafficScreen } from '#e2e/screens/traffic-screen.ts'

/** The same map on a wall, for people who bear no motion, out of sight, and on a driver that gives up. */
const test = journeysOf()
const SMALL = { viewport: { width: 1_280, height: 720 } }

test('on a wall there is no chrome, only what is shown, whether it is now, and a way out', async ({
  visitors,
  spillway,
}) => {
  const { page } = await visitors.open({ ...SMALL, reducedMotion: 'reduce' })
  const screen = trafficScreen(page, spillway.url)
  await screen.open({ kiosk: true })
  await until('the regions', async () => (await screen.regions()).length === 3)
  const wall = page.getByRole('banner', { name: mapWords.kiosk.label })
  expect(await wall.innerText()).toMatch(/UTC/)
  expect(await page.getByRole('navigation', { name: nav.label }).count()).toBe(0)
  expect(await page.getByRole('toolbar').count()).toBe(0)
  expect(await seriousFindings(page)).toEqual([])
  await page.mouse.move(300, 300)
  await wall.getByRole('button', { name: mapWords.kiosk.leave }).click()
  await page.getByRole('navigation', { name: nav.label }).waitFor()
  expect(page.url()).not.toContain('kiosk')
})

test('with less motion nothing moves between two seconds, and the numbers go on', async ({ visitors, spillway }) => {
  const { page } = await visitors.open({ ...SMALL, reducedMotion: 'reduce' })
  const screen = trafficScreen(page, spillway.url)
  await screen.open()
  await until('dots', async () => (await screen.picture()).dots > 0)
  const words = async () => (await screen.regions()).map((region) => region.words).join()
  const drawn = await framesWhile(page, 1_500)
  // A frame for each second that came in, and a few for what follows it; flowing dots take 15 and more.
  expect(drawn).toBeLessThan(12)
  const before = await words()
  await until('other numbers', async () => (await words()) !== before)
  expect(await seriousFindings(page)).toEqual([])
})

test('a tab out of sight draws nothing, and is up to date when it is seen again', async ({ visitors, spillway }) => {
  const { page } = await visitors.open(SMALL)
  const screen = trafficScreen(page, spillway.url)
  await screen.open()
  await until('dots', async () => (await screen.picture()).dots > 0)
  await setHidden(page, true)
  // A frame that was under way when the tab was hidden may still come, however late.
  await until('the last frame', async () => (await framesWhile(page, 500)) === 0)
  expect(await framesWhile(page, 1_500)).toBe(0)
  await setHidden(page, false)
  await until('frames again', async () => (await framesWhile(page, 500)) > 0)
  const told = await spillway.traffic()
  await until('live numbers of now', async () =>
    (await screen.regions()).every(({ id, requestsPerSecond, freshness }) => {
      const now = told.regions.find((region) => region.id === id)?.requestsPerSecond ?? NaN
      return freshness === 'live' && Math.abs(requestsPerSecond / now - 1) < 0.1
    }),
  )
})

test('a driver that takes the picture away: the table stands in, and the map comes back by itself', async ({
  visitors,
  spillway,
}) => {
  const { page } = await visitors.open({ ...SMALL, reducedMotion: 'reduce' })
  const screen = trafficScreen(page, spillway.url)
  await screen.open({ view: 'us-east-1' })
  await until('dots', async () => (await screen.picture()).dots > 0)
  await page.evaluate(() => {
    const context = document.querySelector('canvas')?.getContext('webgl2')
    const driver = context?.getExtension('WEBGL_lose_context')
    driver?.loseContext()
    Reflect.set(window, 'giveBack', () => driver?.restoreContext())
  })
  await page.getByRole('alert').getByText(trafficWords.broken.lost).waitFor()
  await page.getByRole('table').first().waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await page.evaluate('giveBack()')
  await page.getByRole('alert').waitFor({ state: 'detached' })
  await screen.map.waitFor()
  await until('dots again', async () => (await screen.picture()).dots > 0)
  expect(await isPainted(page)).toBe(true)
})

test('a link to a past moment shows two people the same picture, to the dot', async ({ visitors, spillway }) => {
  const at = Math.floor((Date.now() - 1_800_000) / 10_000) * 10_000
  const pictures: Buffer[] = []
  const words: string[] = []
  for (const [index] of [0, 1].entries()) {
    const { page } = await visitors.open(SMALL)
    const screen = trafficScreen(page, spillway.url)
    await screen.open({ at })
    await timelineStrip(page).band.waitFor()
    await until('dots', async () => (await screen.picture()).dots > 0)
    await page.mouse.move(2, 2)
    words.push((await screen.regions()).map((region) => region.words).join())
    pictures.push(await pictureAtRest(page))
    if (index === 1) expect(await seriousFindings(page)).toEqual([])
  }
  expect(words[0]).toBe(words[1])
  const judge = (await visitors.open()).page
  expect(await differingShare(judge, pictures)).toBeLessThan(0.02)
})

async function pictureAtRest(page: Page): Promise<Buffer> {
  const canvas = page.locator('canvas').first()
  let before = await canvas.screenshot()
  return until(
    'the picture at rest',
    async () => {
      const now = await canvas.screenshot()
      const isAtRest = now.equals(before)
      before = now
      return isAtRest && now
    },
    { everyMs: 300 },
  )
}

/** How many pictures the map draws in this time, by its own count of WebGL's draw calls in a frame. */
async function framesWhile(page: Page, ms: number): Promise<number> {
  return page.evaluate(async (length) => {
    const { prototype } = WebGL2RenderingContext
    const draw = prototype.drawArraysInstanced
    const drawElements = prototype.drawElementsInstanced
    const frames = new Set<number>()
    const note = () =>
      void frames.add(document.timeline.currentTime === null ? 0 : Number(document.timeline.currentTime))
    prototype.drawArraysInstanced = function (...call) {
      note()
      draw.apply(this, call)
    }
    prototype.drawElementsInstanced = function (...call) {
      note()
      drawElements.apply(this, call)
    }
    await new Promise((resolve) => setTimeout(resolve, length))
    prototype.drawArraysInstanced = draw
    prototype.drawElementsInstanced = drawElements
    return frames.size
  }, ms)
}

/** As a browser tells a page that its tab is another one's turn. */
async function setHidden(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate((isHidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => isHidden })
    Object.defineProperty(document, 'visibilityState', {
      configurable: true,
      get: () => (isHidden ? 'hidden' : 'visible'),
    })
    document.dispatchEvent(new Event('visibilitychange'))
  }, hidden)
}

/** Whether the canvas shows more than one colour. */
async function isPainted(page: Page): Promise<boolean> {
  const picture = (await page.locator('canvas').first().screenshot()).toString('base64')
  return (await coloursOf(page, picture)) > 10
}

async function coloursOf(page: Page, base64: string): Promise<number> {
  return page.evaluate(async (text) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.codePointAt(0) ?? 0)
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d')
    context?.drawImage(image, 0, 0)
    const { data } = context?.getImageData(0, 0, image.width, image.height) ?? { data: new Uint8ClampedArray() }
    return new Set(new Uint32Array(data.buffer)).size
  }, base64)
}

/** Which share of two pictures' pixels is plainly another colour. */
async function differingShare(page: Page, pictures: readonly Buffer[]): Promise<number> {
  return page.evaluate(
    async (texts) => {
      const pixels = await Promise.all(
        texts.map(async (text) => {
          const bytes = Uint8Array.from(atob(text), (letter) => letter.codePointAt(0) ?? 0)
          const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
          const context = new OffscreenCanvas(image.width, image.height).getContext('2d')
          context?.drawImage(image, 0, 0)
          return context?.getImageData(0, 0, image.width, image.height).data ?? new Uint8ClampedArray()
        }),
      )
      const [one = new Uint8ClampedArray(), other = new Uint8ClampedArray()] = pixels
      if (one.length === 0 || one.length !== other.length) return 1
      let differing = 0
      for (let at = 0; at < one.length; at += 4) {
        const far = [0, 1, 2].some((part) => Math.abs((one[at + part] ?? 0) - (other[at + part] ?? 0)) > 24)
        if (far) differing += 1
      }
      return differing / (one.length / 4)
    },
    pictures.map((picture) => picture.toString('base64')),
  )
}
