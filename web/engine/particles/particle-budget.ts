/**
 * How many dots this machine may draw. Drawing is measured by the time between frames; a machine that cannot keep up
 * gets half as many, until it can or until fewer dots no longer help. Software renderers start low. Where even the
 * least number of dots leaves frames so slow that motion is no motion, streams become dashes, and where these are too
 * slow as well, everything stands still and is drawn anew only when there is something new.
 *
 * All of it goes back up when frames are quick. What stands still has no frames to be measured by, so from time to time
 * a few are asked for in a row (`isTrying`); the picture does not change meanwhile. A way up that had to be taken back
 * is tried again after twice the time: a machine at the edge settles instead of changing its picture to and fro.
 */
export interface ParticleBudget {
  readonly dots: number
  readonly detail: StreamDetail
  /** Frames are wanted one after the other although everything stands still. */
  readonly isTrying: boolean
  /** Tell every frame; true when what is drawn has just changed. */
  observe(deltaSeconds: number): boolean
}

/** How streams are drawn: moving dots, moving dashes, dots that stand still. */
export type StreamDetail = 'dots' | 'dashes' | 'stills'

const SLOW_FRAME_SECONDS = 0.025
/** A display of 60 Hz that misses no frame is quick. */
const FAST_FRAME_SECONDS = 0.0175
/** Fewer than five frames a second are a slide show. */
const HOPELESS_FRAME_SECONDS = 0.2
/** Dashes that come at least this often leave room for dots. */
const ROOM_FOR_DOTS_SECONDS = 0.03
/** Stills that could come at least this often leave room for dashes. */
const ROOM_FOR_DASHES_SECONDS = 0.08
/** Longer pauses are a hidden tab or a laptop's sleep, not a slow frame. */
const PAUSE_SECONDS = 1.5
/** Weight of the newest frame in the running mean. */
const NEWEST = 0.06
const FRAMES_BEFORE_HALVING = 40
const FRAMES_BEFORE_GROWING = 300
const FRAMES_BEFORE_DEGRADING = 60
/** Of a step up that has not proven right yet. */
const FRAMES_BEFORE_TAKING_BACK = 15
/** Halving that brings less than this share does not help: something else is slow. */
const WORTH_HALVING = 0.92
/** From one try to the next while everything stands still. */
const SECONDS_BETWEEN_TRIES = 10
const MOST_SECONDS_BETWEEN_TRIES = 300
/** Frames of a try; the first ones still belong to the pause before. */
const TRY_FRAMES = 10
const TRY_FRAMES_LEFT_OUT = 2
/** A step up that is taken back within this time was a mistake. */
const SECONDS_TO_PROVE = 60
/** Waits grow up to so many times the usual one. */
const MOST_CAUTION = 128

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

interface BudgetState {
  readonly limits: ParticleBudgetLimits
  dots: number
  detail: StreamDetail
  /** Running mean of the time between frames. */
  mean: number
  meanBeforeHalving: number
  slow: number
  fast: number
  hopeless: number
  /** Waits before a step up are so many times the usual ones. */
  caution: number
  /** Since the last step up, until it has proven right or wrong: then infinite. */
  sinceUpSeconds: number
  /** Since all stands still, or the last try. */
  stoodSeconds: number
  /** Frames of a try under way; −1 while there is none. */
  tried: number
  triedSeconds: number
}

export function createParticleBudget(limits: ParticleBudgetLimits): ParticleBudget {
  const state: BudgetState = {
    limits,
    dots: limits.start,
    detail: 'dots',
    mean: SLOW_FRAME_SECONDS * 0.8,
    meanBeforeHalving: Infinity,
    slow: 0,
    fast: 0,
    hopeless: 0,
    caution: 1,
    sinceUpSeconds: Infinity,
    stoodSeconds: 0,
    tried: -1,
    triedSeconds: 0,
  }
  return {
    get dots() {
      return state.dots
    },
    get detail() {
      return state.detail
    },
    get isTrying() {
      return state.tried >= 0
    },
    observe: (deltaSeconds) => (state.detail === 'stills' ? stand(state, deltaSeconds) : move(state, deltaSeconds)),
  }
}

function move(state: BudgetState, deltaSeconds: number): boolean {
  if (deltaSeconds <= 0 || deltaSeconds > PAUSE_SECONDS) return false
  state.sinceUpSeconds += deltaSeconds
  if (state.sinceUpSeconds > SECONDS_TO_PROVE && state.sinceUpSeconds < Infinity) proven(state)
  state.mean += (deltaSeconds - state.mean) * NEWEST
  const { mean, detail } = state
  state.slow = mean > SLOW_FRAME_SECONDS ? state.slow + 1 : 0
  state.hopeless = mean > HOPELESS_FRAME_SECONDS ? state.hopeless + 1 : 0
  state.fast = mean < (detail === 'dots' ? FAST_FRAME_SECONDS : ROOM_FOR_DOTS_SECONDS) ? state.fast + 1 : 0
  const patience = state.sinceUpSeconds < SECONDS_TO_PROVE ? FRAMES_BEFORE_TAKING_BACK : FRAMES_BEFORE_DEGRADING
  if (state.hopeless > patience) return degrade(state)
  const mayGoUp = state.fast > FRAMES_BEFORE_GROWING * state.caution
  if (detail === 'dashes') return mayGoUp && goUp(state, 'dots')
  if (state.slow > FRAMES_BEFORE_HALVING) return halve(state)
  return mayGoUp && grow(state)
}

function halve(state: BudgetState): boolean {
  const { limits, dots, mean } = state
  state.slow = 0
  if (dots === limits.least || mean > state.meanBeforeHalving * WORTH_HALVING) return false
  state.meanBeforeHalving = mean
  state.dots = Math.max(limits.least, Math.floor(dots / 2))
  takenBack(state)
  return true
}

function grow(state: BudgetState): boolean {
  const { limits, dots } = state
  state.fast = 0
  state.meanBeforeHalving = Infinity
  if (dots === limits.most) return false
  state.dots = Math.min(limits.most, Math.floor(dots * 1.5))
  state.sinceUpSeconds = 0
  return true
}

function degrade(state: BudgetState): boolean {
  const { limits, dots, detail } = state
  state.hopeless = 0
  if (dots > limits.least) state.dots = limits.least
  else state.detail = detail === 'dots' ? 'dashes' : 'stills'
  if (state.detail === 'stills') Object.assign(state, { stoodSeconds: 0, tried: -1 })
  takenBack(state)
  return true
}

/** A step up has held: the next one may come sooner. */
function proven(state: BudgetState): void {
  state.caution = Math.max(1, state.caution / 2)
  state.sinceUpSeconds = Infinity
}

/** The machine has less room than the last step up took for granted. */
function takenBack(state: BudgetState): void {
  if (state.sinceUpSeconds < SECONDS_TO_PROVE) state.caution = Math.min(MOST_CAUTION, state.caution * 2)
  state.sinceUpSeconds = Infinity
}

function goUp(state: BudgetState, detail: StreamDetail): boolean {
  Object.assign(state, { detail, fast: 0, slow: 0, hopeless: 0, meanBeforeHalving: Infinity, sinceUpSeconds: 0 })
  return true
}

/** Everything stands still: frames come when something is told, and one after the other only in a try. */
function stand(state: BudgetState, deltaSeconds: number): boolean {
  if (deltaSeconds <= 0) return false
  if (state.tried < 0) {
    state.stoodSeconds += Math.min(deltaSeconds, PAUSE_SECONDS)
    const wait = Math.min(SECONDS_BETWEEN_TRIES * state.caution, MOST_SECONDS_BETWEEN_TRIES)
    if (state.stoodSeconds >= wait) Object.assign(state, { tried: 0, triedSeconds: 0 })
    return false
  }
  state.tried += 1
  // Somebody has hidden the tab: nothing was learnt.
  if (state.tried > TRY_FRAMES_LEFT_OUT && deltaSeconds > PAUSE_SECONDS) {
    Object.assign(state, { tried: -1, stoodSeconds: 0 })
    return false
  }
  if (state.tried > TRY_FRAMES_LEFT_OUT) state.triedSeconds += deltaSeconds
  const left = TRY_FRAMES - TRY_FRAMES_LEFT_OUT
  // Hopeless frames end a try at once: they are what it is to spare this machine.
  const isTooSlow = state.triedSeconds > ROOM_FOR_DASHES_SECONDS * left
  if (!isTooSlow && state.tried < TRY_FRAMES) return false
  Object.assign(state, { tried: -1, stoodSeconds: 0 })
  if (isTooSlow) {
    state.caution = Math.min(MOST_CAUTION, state.caution * 2)
    return false
  }
  state.mean = state.triedSeconds / left
  return goUp(state, 'dashes')
}
