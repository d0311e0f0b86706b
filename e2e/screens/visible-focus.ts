import type { Page } from 'playwright-core'

export interface FocusNow {
  /** As a screen reader says it: the label, or the words. */
  name: string
  /** Whether an eye finds it: it, or the frame it fills, has an outline. */
  visible: boolean
}

/** What has the focus, and whether that can be seen. */
export function focusNow(page: Page): Promise<FocusNow> {
  return page.evaluate(() => {
    const element = document.activeElement
    if (element === null || element === document.body) return { name: '', visible: false }
    const rings = [element, element.parentElement].some((one) => {
      if (one === null) return false
      const { outlineStyle, outlineWidth } = getComputedStyle(one)
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0
    })
    const words = element instanceof HTMLElement ? element.innerText : element.textContent
    const name = element.getAttribute('aria-label') ?? words ?? ''
    return { name: name.replaceAll(/\s+/g, ' ').trim(), visible: rings }
  })
}

/** Presses Tab until something of this name has the focus; every step on the way must be visible. */
export async function tabTo(page: Page, name: RegExp, { atMost = 80, back = false } = {}): Promise<void> {
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
