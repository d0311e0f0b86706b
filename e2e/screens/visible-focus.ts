import type { Locator, Page } from 'playwright-core'
import { until } from '#e2e/fixtures/until.ts'

export interface FocusNow {
  /** Nothing has it: the next Tab begins at the top of the page. */
  lost: boolean
  /** As a screen reader says it: the label, or the words. */
  name: string
  /** Whether an eye finds it: it, or the frame it fills, has an outline. */
  visible: boolean
}

/** What has the focus, and whether that can be seen. */
export function focusNow(page: Page): Promise<FocusNow> {
  return page.evaluate(() => {
    const element = document.activeElement
    if (element === null || element === document.body) return { lost: true, name: '', visible: false }
    const rings = [element, element.parentElement].some((one) => {
      if (one === null) return false
      const { outlineStyle, outlineWidth } = getComputedStyle(one)
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0
    })
    const words = element instanceof HTMLElement ? element.innerText : element.textContent
    const name = element.getAttribute('aria-label') ?? words ?? ''
    return { lost: false, name: name.replaceAll(/\s+/g, ' ').trim(), visible: rings }
  })
}

/**
 * Presses Tab until something of this name has the focus; every step on the way must be visible. A whole round of the
 * page may lie between, with the panel of a service that many call.
 */
export async function tabTo(page: Page, name: RegExp, { atMost = 240, back = false } = {}): Promise<void> {
  const way: string[] = []
  for (let step = 0; step < atMost; step++) {
    await page.keyboard.press(back ? 'Shift+Tab' : 'Tab')
    const focus = await focusNow(page)
    way.push(focus.name.slice(0, 40))
    if (focus.name !== '' && !focus.visible) throw new Error(`nobody sees the focus on "${focus.name}"`)
    if (name.test(focus.name)) return
  }
  throw new Error(`no ${String(name)} on the way of Tab: ${way.join(' · ')}`)
}

/** The same until exactly this has it, however many are named alike. */
export async function tabOnto(page: Page, target: Locator, { atMost = 120, back = false } = {}): Promise<void> {
  await target.waitFor({ timeout: 60_000 })
  for (let step = 0; step < atMost; step++) {
    await page.keyboard.press(back ? 'Shift+Tab' : 'Tab')
    const focus = await focusNow(page)
    if (focus.name !== '' && !focus.visible) throw new Error(`nobody sees the focus on "${focus.name}"`)
    if (await target.evaluate((element) => element === document.activeElement)) return
  }
  throw new Error(`Tab does not lead to ${String(target)}`)
}

/** Tab to it and Enter; afterwards the focus is somewhere still, whatever has become of what was pressed. */
export async function pressByKeyboard(page: Page, target: Locator, how: { back?: boolean } = {}): Promise<void> {
  await tabOnto(page, target, how)
  // One that rests can be reached, and does nothing.
  await until('it to be pressable', () => target.isEnabled(), { withinMs: 60_000 })
  await page.keyboard.press('Enter')
  await focusIsKept(page)
}

export async function focusIsKept(page: Page): Promise<void> {
  await until('the focus to be somewhere', async () => !(await focusNow(page)).lost)
}
