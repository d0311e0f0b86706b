import type { Page } from 'playwright-core'
import { z } from 'zod'
import { ROUTES } from '#contract/routes.ts'
import { until } from '#e2e/fixtures/until.ts'

/** CSS px from the middle of the map. */
export interface OnMap {
  x: number
  y: number
}

const Places = z.object({ nodes: z.array(z.object({ node: z.string(), x: z.number(), y: z.number() })) })

/** The map under a mouse: what people point at, carry and turn the wheel over. */
export function mapHands(page: Page) {
  const map = page.getByRole('application')
  const onScreen = async ({ x, y }: OnMap): Promise<OnMap> => {
    const box = await map.boundingBox()
    if (box === null) throw new Error('there is no map in sight')
    return { x: box.x + box.width / 2 + x, y: box.y + box.height / 2 + y }
  }
  const goTo = async (place: OnMap, steps = 1): Promise<void> => {
    const { x, y } = await onScreen(place)
    await page.mouse.move(x, y, { steps })
  }
  return {
    /** What the card beside the pointer names here; null over nothing. */
    async nameAt(place: OnMap): Promise<string | null> {
      await goTo(place)
      return map.evaluate(async (frame) => {
        await new Promise((resolve) => setTimeout(resolve, 50))
        const title = frame.querySelector('[data-side] dl')?.previousElementSibling
        const name = [...(title?.childNodes ?? [])].filter((part) => part.nodeType === Node.TEXT_NODE)
        return name.length === 0 ? null : name.map((part) => part.textContent).join('')
      })
    },

    /** Every thing that is named at one of many places over the map, by place. */
    async survey(): Promise<string[]> {
      const names: string[] = []
      for (let y = -140; y <= 140; y += 140) {
        for (let x = -300; x <= 300; x += 100) {
          const name = await this.nameAt({ x, y })
          if (name !== null) names.push(`${name} at ${x}, ${y}`)
        }
      }
      return names
    },

    async click(place: OnMap): Promise<void> {
      const { x, y } = await onScreen(place)
      await page.mouse.click(x, y)
    },

    async carry(from: OnMap, to: OnMap): Promise<void> {
      await goTo(from)
      await page.mouse.down()
      await goTo(to, 4)
      await page.mouse.up()
    },

    async wheel(place: OnMap, deltaY: number): Promise<void> {
      await goTo(place)
      await page.mouse.wheel(0, deltaY)
    },
  }
}

/** Where a node of this view stands for everybody, layout units; waits until somebody's places are kept. */
export async function keptPlace(url: string, view: string, node: string): Promise<OnMap> {
  return until(`the kept place of ${node}`, async () => {
    const answer = await fetch(`${url}${ROUTES.positions(view)}`)
    const { nodes } = Places.parse(await answer.json())
    return nodes.find((one) => one.node === node)
  })
}
