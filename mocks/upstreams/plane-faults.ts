/** What can be wrong with a control plane, on purpose: switched on for a plane, or for one instance of it. */
export const PLANE_FAULT_KINDS = [
  /** Applies the order and answers eight seconds later. */
  'slow',
  /** Never answers; the order is applied when the fault is lifted, as a frozen process does when it is thawed. */
  'late',
  /** Applies the order; the answer is lost. */
  'lost-answer',
  /** Answers that it is done and does nothing. */
  'lie',
  /** Keeps the setting and says so, and sends traffic as before, until the fault is lifted. */
  'hollow',
  /** Refuses with 503. */
  'refuse',
  /** Applies the order, and takes it back after five seconds, as a reload does. */
  'revert',
] as const
export type PlaneFaultKind = (typeof PLANE_FAULT_KINDS)[number]

export interface PlaneFault {
  kind: PlaneFaultKind
  plane: string
  /** All of the plane's where absent. */
  instance?: string | undefined
}

export interface PlaneFaultBoard {
  set(fault: PlaneFault): void
  /** Lifts every fault; orders that were held back are applied now. */
  clear(): void
  /** Frozen: does not even answer questions. */
  isDown(plane: string, instance: string): boolean
  /** Lets an order meet the fault there is, if any. */
  meet(order: {
    plane: string
    instance: string
    act: () => void | (() => void)
    /** Keeps the setting without following it; returns what makes it effective. */
    keep: () => () => void
  }): Promise<'answered' | 'silent' | 'refused'>
}

const SLOW_MS = 8_000
const REVERT_AFTER_MS = 5_000

export function createPlaneFaultBoard(after: (ms: number, call: () => void) => void): PlaneFaultBoard {
  let faults: PlaneFault[] = []
  let heldBack: (() => void)[] = []
  const faultOf = (plane: string, instance: string) =>
    faults.find((fault) => fault.plane === plane && (fault.instance ?? instance) === instance)?.kind ?? null
  return {
    set(fault) {
      faults.push(fault)
    },
    clear() {
      faults = []
      const late = heldBack
      heldBack = []
      for (const act of late) act()
    },
    isDown: (plane, instance) => faultOf(plane, instance) === 'late',
    async meet({ plane, instance, act, keep }) {
      const kind = faultOf(plane, instance)
      if (kind === null) {
        act()
        return 'answered'
      }
      switch (kind) {
        case 'slow':
          act()
          await new Promise<void>((resolve) => after(SLOW_MS, resolve))
          return 'answered'
        case 'late':
          heldBack.push(act)
          return 'silent'
        case 'lost-answer':
          act()
          return 'silent'
        case 'lie':
          return 'answered'
        case 'hollow':
          heldBack.push(keep())
          return 'answered'
        case 'refuse':
          return 'refused'
        case 'revert': {
          const undo = act()
          if (undo !== undefined) after(REVERT_AFTER_MS, undo)
          return 'answered'
        }
      }
    },
  }
}
