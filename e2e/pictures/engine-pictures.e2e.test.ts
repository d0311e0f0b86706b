import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { SCENES } from '#web/engine/picture-scenes-fixture.ts'
import { launchBrowser } from '#e2e/fixtures/browser.ts'
import { ROOT } from '#e2e/fixtures/child-program.ts'
import { addBundle, openBundledPage, type BundledPage } from '#e2e/perf/bundled-page.ts'

/** The engine draws what it drew when somebody last looked: README.md says how pictures are renewed. */
const KEPT = join(ROOT, 'e2e/pictures/kept')
const FOUND = join(ROOT, '.cache/pictures')
const FONT = 'node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2'
/** Of a picture's pixels that may differ by more than the tolerance of colours. */
const MOST_SHARE = 0.004
const IS_RENEWING = process.env['SPILLWAY_RENEW_PICTURES'] === 'true'

const Difference = z.object({ share: z.number(), picture: z.string() })
let browser: Browser
let page: BundledPage

beforeAll(async () => {
  browser = await launchBrowser()
  page = await openBundledPage(browser, { entry: 'web/engine/picture-scenes-fixture.ts', name: 'scenes' })
  await addBundle(page.page, { entry: 'e2e/pictures/compare-pictures.ts', name: 'pictures' })
  // The console's own letters, so that a machine's fonts do not matter.
  const font = readFileSync(join(ROOT, FONT)).toString('base64')
  await page.page.addStyleTag({
    content: `@font-face { font-family: Inter; font-weight: 100 900; src: url(data:font/woff2;base64,${font}) }`,
  })
  await page.run("Promise.all(['500 12.5px Inter', '400 11px Inter'].map((font) => document.fonts.load(font)))")
})
afterAll(() => browser.close())

test.for(SCENES)('%s', async (scene) => {
  const now = z.string().parse(await page.run(`scenes.drawScene('${scene}')`))
  const again = z.string().parse(await page.run(`scenes.drawScene('${scene}')`))
  expect(again).toBe(now)
  const file = join(KEPT, `${scene}.png`)
  if (IS_RENEWING) writePng(file, now)
  expect(existsSync(file), `${file} is missing: README.md says how pictures are renewed`).toBe(true)
  const kept = `data:image/png;base64,${readFileSync(file).toString('base64')}`
  const script = `pictures.comparePictures(${JSON.stringify(now)}, ${JSON.stringify(kept)})`
  const { share, picture } = Difference.parse(await page.run(script))
  if (share > MOST_SHARE) {
    mkdirSync(FOUND, { recursive: true })
    writePng(join(FOUND, `${scene}.now.png`), now)
    writePng(join(FOUND, `${scene}.difference.png`), picture)
  }
  expect(share, `see ${join(FOUND, `${scene}.difference.png`)}`).toBeLessThanOrEqual(MOST_SHARE)
})

test('a picture of which a part is another is told apart', async () => {
  const [one, other] = [SCENES[0], 'dashes']
  const script = `pictures.comparePictures(scenes.drawScene('${one}'), scenes.drawScene('${other}'))`
  expect(Difference.parse(await page.run(script)).share).toBeGreaterThan(MOST_SHARE * 3)
})

function writePng(file: string, url: string): void {
  writeFileSync(file, Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'))
}
