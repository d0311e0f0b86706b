import { useEffect, useRef, useState, type PointerEvent } from 'react'
import type { Engine } from '#web/engine/engine.ts'
import { isPartOutside, minimapFrame, minimapScale, placeInMinimap } from '#web/engine/minimap.ts'
import { mapWords } from '#web/messages/map-en.ts'
import classes from './minimap.module.css'

const WIDTH = 138
const HEIGHT = 100

/** The whole picture in a corner while a part of it is outside the screen; its frame can be dragged. */
export function Minimap({ engine }: { engine: Engine }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const frame = useRef<HTMLDivElement>(null)
  const [shown, setShown] = useState(false)

  useEffect(() => {
    const context = canvas.current?.getContext('2d') ?? null
    if (canvas.current === null || context === null) return
    const dpr = Math.min(devicePixelRatio, 2)
    canvas.current.width = WIDTH * dpr
    canvas.current.height = HEIGHT * dpr
    const paint = (): void => engine.paintMinimap({ context, width: WIDTH, height: HEIGHT, dpr })
    const moveFrame = (): void => {
      const view = engine.view()
      setShown(view.moved && isPartOutside(view.bounds, view.camera, view))
      if (frame.current !== null) placeFrame(frame.current, engine)
    }
    paint()
    moveFrame()
    return engine.watch({ camera: moveFrame, columns: paint })
  }, [engine])

  const go = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.buttons === 0) return
    const box = event.currentTarget.getBoundingClientRect()
    const { bounds, camera } = engine.view()
    const place = placeInMinimap(minimapScale(bounds, WIDTH, HEIGHT), event.clientX - box.left, event.clientY - box.top)
    engine.look({ ...place, zoom: camera.zoom }, 'at-once')
  }
  return (
    <div
      className={classes.minimap}
      style={{ width: WIDTH, height: HEIGHT }}
      data-hands-off
      data-shown={shown || undefined}
      title={mapWords.minimap}
      aria-hidden
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        go(event)
      }}
      onPointerMove={go}
    >
      <canvas ref={canvas} />
      <div ref={frame} className={classes.frame} />
    </div>
  )
}

function placeFrame(element: HTMLElement, engine: Engine): void {
  const view = engine.view()
  const scale = minimapScale(view.bounds, WIDTH, HEIGHT)
  const { left, top, width, height } = minimapFrame(scale, view.camera, view, { width: WIDTH, height: HEIGHT })
  element.style.transform = `translate(${left}px, ${top}px)`
  element.style.width = `${width}px`
  element.style.height = `${height}px`
}
