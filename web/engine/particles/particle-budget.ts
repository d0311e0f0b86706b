/**
 * How many dots this machine may draw. Drawing is measured by the time between frames; a machine that cannot keep up
 * gets half as many, until it can or until fewer dots no longer help. Software renderers start low. Where even the
 * least number of dots leaves frames so slow that motion is no motion, streams become dashes, and where these are too
 * slow as well, everything stands still and is drawn anew only when there is something new.
 */
export interface ParticleBudget {
  readonly dots: number
  readonly detail: StreamDetail
  /** Tell every frame; true when the budget has just changed. */
  observe(deltaSeconds: number): boolean
}

/** How streams are drawn: moving dots, moving dashes, dots that stand still. */
export type StreamDetail = 'dots' | 'dashes' | 'stills'

const SLOW_FRAME_SECONDS = 0.025
const FAST_FRAME_SECONDS = 0.014
/** Fewer than five frames a second are a slide show. */
const HOPELESS_FRAME_SECONDS = 0.2
/** Dashes that come at least this often leave room for dots. */
const ROOM_FOR_DOTS_SECONDS = 0.03
/** Longer pauses are a hidden tab or a laptop's sleep, not a slow frame. */
const PAUSE_SECONDS = 1.5
/** Weight of the newest frame in the running mean. */
const NEWEST = 0.06
const FRAMES_BEFORE_HALVING = 40
const FRAMES_BEFORE_GROWING = 300
const FRAMES_BEFORE_DEGRADING = 60
/** Halving that brings less than this share does not help: something else is slow. */
const WORTH_HALVING = 0.92

export interface ParticleBudgetLimits {
  start: number
  least: number
  most: number
}

export function budgetLimitsOf(rendererName: string): ParticleBudgetLimits {
  return isSoftwareRenderer(rendererName)
    ? { start: 3_600, least: 1_200, most: 4_500 }
    : { start: 20_000, least: 2_000, most: 200_000 }
}

/** Drawn by the processor, not by graphics hardware. */
export function isSoftwareRenderer(rendererName: string): boolean {
  return /swiftshader|llvmpipe|software|basic render/i.test(rendererName)
}

export function createParticleBudget(limits: ParticleBudgetLimits): ParticleBudget {
  let dots = limits.start
  let detail: StreamDetail = 'dots'
  let mean = SLOW_FRAME_SECONDS * 0.8
  let meanBeforeHalving = Infinity
  let framesSlow = 0
  let framesFast = 0
  let framesHopeless = 0

  function halve(): boolean {
    framesSlow = 0
    if (dots === limits.least || mean > meanBeforeHalving * WORTH_HALVING) return false
    meanBeforeHalving = mean
    dots = Math.max(limits.least, Math.floor(dots / 2))
    return true
  }

  function grow(): boolean {
    framesFast = 0
    meanBeforeHalving = Infinity
    if (dots === limits.most) return false
    dots = Math.min(limits.most, Math.floor(dots * 1.5))
    return true
  }

  function degrade(): boolean {
    framesHopeless = 0
    if (detail === 'stills') return false
    if (dots > limits.least) dots = limits.least
    else detail = detail === 'dots' ? 'dashes' : 'stills'
    return true
  }

  function backToDots(): boolean {
    framesFast = 0
    detail = 'dots'
    return true
  }

  return {
    get dots() {
      return dots
    },
    get detail() {
      return detail
    },
    observe(deltaSeconds) {
      // Frames that stand still come when something is told, not as fast as they can.
      if (detail === 'stills' || deltaSeconds <= 0 || deltaSeconds > PAUSE_SECONDS) return false
      mean += (deltaSeconds - mean) * NEWEST
      framesSlow = mean > SLOW_FRAME_SECONDS ? framesSlow + 1 : 0
      framesHopeless = mean > HOPELESS_FRAME_SECONDS ? framesHopeless + 1 : 0
      const fast = detail === 'dots' ? FAST_FRAME_SECONDS : ROOM_FOR_DOTS_SECONDS
      framesFast = mean < fast ? framesFast + 1 : 0
      if (framesHopeless > FRAMES_BEFORE_DEGRADING) return degrade()
      if (detail === 'dashes') return framesFast > FRAMES_BEFORE_GROWING && backToDots()
      if (framesSlow > FRAMES_BEFORE_HALVING) return halve()
      if (framesFast > FRAMES_BEFORE_GROWING) return grow()
      return false
    },
  }
}
