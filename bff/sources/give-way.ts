/**
 * Lets everything else that waits have its turn. Reading a large answer takes three steps of some 50 ms each (its JSON, its
 * shape, what is made of it): one after the other in one turn they would hold up frames and buttons. A worker would hold
 * them up longer, for what it has parsed must be copied back: twice as long as parsing it here (figures in README.md).
 */
export function giveWay(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve))
}

/** Smaller answers are read before anybody would notice. */
export const LARGE_BYTES = 1024 ** 2
