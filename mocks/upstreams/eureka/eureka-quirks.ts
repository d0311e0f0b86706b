/** What Eureka servers differ in, or do at times; may be changed while the simulated one runs. */
export interface EurekaQuirks {
  /** Lists of one as old codecs write them: the one alone. */
  collapsed: boolean
  /** How long a list is handed out before it is made anew. */
  cacheMs: number
  /** Refuses to be read, as a server does that started without peers. */
  warmingUp: boolean
  deltaDisabled: boolean
  /** Jackson writes the name of the class that holds nothing. */
  emptyMetadata: boolean
  /** Servers before 1.8.7 spelt it the other way. */
  overriddenKey: 'overriddenStatus' | 'overriddenstatus'
}

export const ORDINARY_EUREKA: EurekaQuirks = {
  collapsed: false,
  cacheMs: 30_000,
  warmingUp: false,
  deltaDisabled: false,
  emptyMetadata: false,
  overriddenKey: 'overriddenStatus',
}
