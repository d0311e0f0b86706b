import { createRoot, extend, useFrame, type RootState } from '@react-three/fiber'
import { useEffect, useEffectEvent, useRef } from 'react'
import { Group, WebGLRenderer } from 'three'
import { createEngine, type Engine } from '#web/engine/engine.ts'
import { budgetLimitsOf, isSoftwareRenderer } from '#web/engine/particles/particle-budget.ts'
import classes from './map-canvas.module.css'

/** Why there is no picture: the browser has no WebGL 2, or the driver has taken it away for now. */
export type CanvasTrouble = 'no-webgl' | 'context-lost'

export interface MapCanvasProps {
  /** People who asked for less motion: frames are drawn only when something was told. */
  still: boolean
  /** The engine while it lives; null when it is gone. */
  onEngine: (engine: Engine | null) => void
  /** Null when the picture is back. */
  onTrouble: (trouble: CanvasTrouble | null) => void
}

extend({ Group })

/** The one place where React meets the engine. A canvas, its context and the engine live and die together. */
export function MapCanvas({ still, onEngine, onTrouble }: MapCanvasProps) {
  const host = useRef<HTMLDivElement>(null)
  const mounted = useRef<MountedEngine | null>(null)
  const tellEngine = useEffectEvent(onEngine)
  const tellTrouble = useEffectEvent(onTrouble)

  useEffect(() => {
    if (host.current === null) return
    const mount = mountEngine(host.current, {
      onEngine: (engine) => tellEngine(engine),
      onTrouble: (trouble) => tellTrouble(trouble),
    })
    mounted.current = mount
    return () => {
      mounted.current = null
      mount.unmount()
    }
  }, [])
  useEffect(() => mounted.current?.setStill(still), [still])

  return <div ref={host} className={classes.host} aria-hidden />
}

interface MountedEngine {
  setStill(still: boolean): void
  unmount(): void
}

interface MountListeners {
  onEngine: (engine: Engine | null) => void
  onTrouble: (trouble: CanvasTrouble | null) => void
}

const CONTEXT: WebGLContextAttributes = {
  alpha: true,
  antialias: false,
  depth: false,
  stencil: false,
  powerPreference: 'high-performance',
}

/** A new canvas each time: a context that was given up cannot be had again from the same one. */
function mountEngine(host: HTMLElement, listeners: MountListeners): MountedEngine {
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('webgl2', CONTEXT)
  if (context === null) {
    listeners.onTrouble('no-webgl')
    return { setStill: () => {}, unmount: () => {} }
  }
  host.append(canvas)
  const ending = new AbortController()
  const rendererName = rendererNameOf(context)
  const engine = createEngine(budgetLimitsOf(rendererName))
  const mostDpr = isSoftwareRenderer(rendererName) ? 1 : 2
  const root = createRoot(canvas)
  let state: RootState | null = null
  /** As the state was told: what it says of itself is of the moment it was asked for. */
  let paced: RootState['frameloop'] = 'never'

  const paceFrames = (): void => {
    const pace = document.hidden ? 'never' : engine.view().wantsFrames ? 'always' : 'demand'
    if (state === null || paced === pace) return
    paced = pace
    state.setFrameloop(pace)
  }
  canvas.addEventListener('webglcontextlost', () => listeners.onTrouble('context-lost'), { signal: ending.signal })
  const back = (): void => {
    listeners.onTrouble(null)
    state?.invalidate()
  }
  canvas.addEventListener('webglcontextrestored', back, { signal: ending.signal })
  document.addEventListener('visibilitychange', paceFrames, { signal: ending.signal })
  const fitTo = (): void => {
    const dpr = Math.min(devicePixelRatio, mostDpr)
    state?.setDpr(dpr)
    state?.setSize(host.clientWidth, host.clientHeight, 0, 0)
    engine.resize(host.clientWidth, host.clientHeight, dpr)
  }
  const resizes = new ResizeObserver(fitTo)
  watchResolution(fitTo, ending.signal)
  engine.onChange(() => state?.invalidate())

  const start = async (): Promise<void> => {
    await root.configure({
      gl: () => new WebGLRenderer({ canvas, context, ...CONTEXT }),
      size: { width: host.clientWidth, height: host.clientHeight, top: 0, left: 0 },
      dpr: [1, mostDpr],
      frameloop: 'never',
      flat: true,
      linear: true,
      orthographic: true,
    })
    if (ending.signal.aborted) return
    state = root.render(<FrameOwner engine={engine} host={host} onFrame={paceFrames} />).getState()
    resizes.observe(host)
    paceFrames()
    listeners.onEngine(engine)
    await document.fonts.ready
    engine.refreshText()
  }
  start().catch(() => listeners.onTrouble('no-webgl'))

  return {
    setStill(next) {
      engine.setStill(next)
    },
    unmount() {
      ending.abort()
      resizes.disconnect()
      listeners.onEngine(null)
      state = null
      root.unmount()
      engine.dispose()
      canvas.remove()
    },
  }
}

/** Each time the window has come to a screen of another resolution, or the page has been zoomed. */
function watchResolution(tell: () => void, signal: AbortSignal): void {
  const here = matchMedia(`(resolution: ${devicePixelRatio}dppx)`)
  const changed = (): void => {
    tell()
    watchResolution(tell, signal)
  }
  here.addEventListener('change', changed, { once: true, signal })
}

/** The only one that owns frames. */
function FrameOwner({ engine, host, onFrame }: { engine: Engine; host: HTMLElement; onFrame: () => void }) {
  useFrame(({ gl }) => {
    engine.step(performance.now() / 1_000)
    engine.reportTo(host.dataset, gl.info)
    onFrame()
  })
  return (
    <group>
      <primitive object={engine.object} />
    </group>
  )
}

function rendererNameOf(context: WebGL2RenderingContext): string {
  const unmasked = context.getExtension('WEBGL_debug_renderer_info')
  return String(context.getParameter(unmasked === null ? context.RENDERER : unmasked.UNMASKED_RENDERER_WEBGL))
}
