/** What is foretold of a service while an evacuation is considered: that it would be over its safe rate. */
export interface Foretold {
  /** The region that would be left. */
  leaving: string
  /** Used share of all it could serve then, 0–1 and beyond. */
  utilisation: number
  /** How far on the way it reaches its safe rate, 0–1, where it is the first of all; null for the others. */
  firstAtShare: number | null
}

/** By id of the node (`us-west-2/license-db`). */
export type ForetoldByNode = ReadonlyMap<string, Foretold>
