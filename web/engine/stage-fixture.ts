import { OrthographicCamera, Scene, WebGLRenderer } from 'three'
import { createEngine, type Engine } from './engine.ts'
import type { ParticleBudgetLimits } from './particles/particle-budget.ts'

/** A canvas with an engine on it in a page of its own, and a clock that only goes when a frame is asked for. */
export interface Stage {
  readonly context: WebGL2RenderingContext
  engine(): Engine
  /** Seconds of the last frame. */
  now(): number
  /** A new engine, nothing told yet, at second 0. */
  begin(): Engine
  frame(seconds: number): void
  /** Of the last frame. */
  drawCalls(): number
  memory(): { geometries: number; textures: number }
  close(): void
}

export interface StageInput {
  /** CSS px, at one device px each. */
  width: number
  height: number
  limits: ParticleBudgetLimits
  /** Draws are counted but not done: software WebGL would take the same processor. */
  stub?: boolean
  /** What is behind the picture; transparent where absent. */
  background?: number
}

export function createStage({ width, height, limits, stub = false, background }: StageInput): Stage {
  const canvas = document.createElement('canvas')
  document.body.append(canvas)
  const context = canvas.getContext('webgl2', { alpha: true, antialias: false, preserveDrawingBuffer: true })
  if (context === null) throw new Error('no WebGL 2')
  let stubbedCalls = 0
  if (stub) stubDraws(context, () => (stubbedCalls += 1))
  const renderer = new WebGLRenderer({ canvas, context })
  renderer.setSize(width, height, false)
  if (background !== undefined) renderer.setClearColor(background, 1)
  const scene = new Scene()
  const camera = new OrthographicCamera()
  let engine: Engine = createEngine(limits)
  let now = 0
  return {
    context,
    engine: () => engine,
    now: () => now,
    begin() {
      engine.dispose()
      scene.clear()
      engine = createEngine(limits)
      scene.add(engine.object)
      engine.resize(width, height, 1)
      now = 0
      return engine
    },
    frame(seconds) {
      now = seconds
      engine.step(now)
      stubbedCalls = 0
      renderer.render(scene, camera)
    },
    drawCalls: () => (stub ? stubbedCalls : renderer.info.render.calls),
    memory: () => ({ geometries: renderer.info.memory.geometries, textures: renderer.info.memory.textures }),
    close() {
      engine.dispose()
      scene.clear()
      renderer.dispose()
      renderer.forceContextLoss()
      canvas.remove()
    },
  }
}

function stubDraws(context: WebGL2RenderingContext, drawn: () => void): void {
  context.drawArrays = drawn
  context.drawElements = drawn
  context.drawArraysInstanced = drawn
  context.drawElementsInstanced = drawn
}

/** FNV-1a over every pixel; `empty` where nothing was drawn. */
export function hashOfPixels(context: WebGL2RenderingContext): string {
  const { drawingBufferWidth: width, drawingBufferHeight: height } = context
  const pixels = new Uint8Array(width * height * 4)
  context.readPixels(0, 0, width, height, context.RGBA, context.UNSIGNED_BYTE, pixels)
  let hash = 0x811c9dc5
  let painted = 0
  for (const byte of pixels) {
    hash = Math.imul(hash ^ byte, 0x01000193)
    if (byte !== 0) painted += 1
  }
  return painted === 0 ? 'empty' : `${(hash >>> 0).toString(16)} ${painted}`
}
