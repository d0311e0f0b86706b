import type { RefObject } from 'react'
import type { Engine } from '#web/engine/engine.ts'
import { placesWords } from '#web/messages/grouping-en.ts'
import { trafficWords } from '#web/messages/traffic-en.ts'
import classes from './zoom-buttons.module.css'

const STEP = 1.4

export interface ZoomButtonsProps {
  engine: Engine | null
  frame: RefObject<HTMLElement | null>
  /** Lays the view out anew; null where there is nothing to lay out. */
  onReset: (() => void) | null
}

/** Zoom and fit for those who have neither wheel nor keys at hand. */
export function ZoomButtons({ engine, frame, onReset }: ZoomButtonsProps) {
  const zoom = (factor: number): void => {
    const { clientWidth = 0, clientHeight = 0 } = frame.current ?? {}
    engine?.zoom(clientWidth / 2, clientHeight / 2, factor)
  }
  return (
    <div className={classes.buttons} data-part="zoom" role="group" aria-label={trafficWords.map.toolbar}>
      <button type="button" aria-label={trafficWords.map.zoomIn} onClick={() => zoom(STEP)}>
        +
      </button>
      <button type="button" aria-label={trafficWords.map.zoomOut} onClick={() => zoom(1 / STEP)}>
        −
      </button>
      <button type="button" onClick={() => engine?.fit()}>
        {trafficWords.map.fit}
      </button>
      {onReset !== null && (
        <button type="button" onClick={onReset}>
          {placesWords.reset}
        </button>
      )}
    </div>
  )
}
