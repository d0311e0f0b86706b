import { useEffect, useRef } from 'react'
import { screenX, screenY } from '#web/engine/camera/camera.ts'
import type { Engine } from '#web/engine/engine.ts'
import { groupingWords } from '#web/messages/grouping-en.ts'
import type { OpenFrame } from '../model/map-model.ts'
import classes from './group-frames.module.css'

export interface GroupFramesProps {
  engine: Engine
  frames: readonly OpenFrame[]
  onClose: (group: string) => void
}

/** Around the members of each open group a hairline with the group's name, which closes it. */
export function GroupFrames({ engine, frames, onClose }: GroupFramesProps) {
  const elements = useRef(new Map<string, HTMLElement>())
  useEffect(() => {
    const follow = (): void => {
      const { camera, width, height } = engine.view()
      for (const frame of frames) {
        const element = elements.current.get(frame.id)
        if (element === undefined) continue
        const x = screenX(camera, frame.left, { width, height })
        const y = screenY(camera, frame.top, { width, height })
        element.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`
        element.style.width = `${((frame.right - frame.left) * camera.zoom).toFixed(1)}px`
        element.style.height = `${((frame.bottom - frame.top) * camera.zoom).toFixed(1)}px`
      }
    }
    follow()
    return engine.watch({ camera: follow })
  }, [engine, frames])

  return (
    <div className={classes.frames}>
      {frames.map((frame) => (
        <div
          key={frame.id}
          className={classes.frame}
          ref={(element) => {
            if (element !== null) elements.current.set(frame.id, element)
            return () => {
              elements.current.delete(frame.id)
            }
          }}
        >
          <button
            type="button"
            className={classes.name}
            aria-label={groupingWords.close(groupingWords.counted(frame.label, frame.members))}
            onClick={() => onClose(frame.group)}
          >
            {groupingWords.counted(frame.label, frame.members)} <span aria-hidden>−</span>
          </button>
        </div>
      ))}
    </div>
  )
}
