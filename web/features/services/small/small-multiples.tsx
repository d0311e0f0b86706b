import { useElementSize } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef, useState } from 'react'
import { servicesWords as words } from '#web/messages/services-en.ts'
import type { Sort } from '../board/sort.ts'
import type { ServiceBoard } from '../board/service-board.ts'
import { useSteadyOrder } from '../board/use-steady-order.ts'
import { ServiceCard } from './service-card.tsx'
import classes from './small-multiples.module.css'

export interface SmallMultiplesProps {
  board: ServiceBoard
  sort: Sort
  matches: Uint8Array | null
  hides: boolean
}

const CARD_HEIGHT = 148
const LEAST_WIDTH = 216
const GAP = 12

/** The same services as pictures of their last half hour. Only those in view ask for theirs. */
export function SmallMultiples({ board, sort, matches, hides }: SmallMultiplesProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const [isPointedAt, setPointedAt] = useState(false)
  const { ref, width } = useElementSize<HTMLDivElement>()
  const { order } = useSteadyOrder(board, sort, hides ? matches : null, isPointedAt)
  const columns = Math.max(1, Math.floor((width + GAP) / (LEAST_WIDTH + GAP)))
  const cardWidth = (width - GAP * (columns - 1)) / columns
  // oxlint-disable-next-line react/incompatible-library -- its functions stay in this component, so nothing stale is remembered anywhere
  const virtualizer = useVirtualizer({
    count: Math.ceil(order.length / columns),
    getScrollElement: () => scroller.current,
    estimateSize: () => CARD_HEIGHT + GAP,
    overscan: 1,
  })
  return (
    <div
      ref={scroller}
      className={classes.scroller}
      role="region"
      aria-label={words.label}
      tabIndex={0}
      onPointerEnter={() => setPointedAt(true)}
      onPointerLeave={() => setPointedAt(false)}
      onFocus={() => setPointedAt(true)}
      onBlur={() => setPointedAt(false)}
    >
      <div ref={ref} className={classes.sheet} style={{ height: virtualizer.getTotalSize() }}>
        {width > 0 &&
          virtualizer.getVirtualItems().map((item) => (
            <div
              key={item.key}
              className={classes.line}
              style={{
                height: CARD_HEIGHT,
                gap: GAP,
                gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
                transform: `translateY(${item.start}px)`,
              }}
            >
              {Array.from(order.slice(item.index * columns, (item.index + 1) * columns), (row) => (
                <ServiceCard
                  key={row}
                  board={board}
                  row={row}
                  width={cardWidth}
                  isDimmed={matches !== null && matches[row] !== 1}
                />
              ))}
            </div>
          ))}
      </div>
    </div>
  )
}
