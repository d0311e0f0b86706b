import type { Migration } from 'kysely/migration'
import { firstTables } from './0001-first-tables.ts'
import { access } from './0002-access.ts'
import { evacuations } from './0003-evacuations.ts'
import { standingPlans } from './0004-standing-plans.ts'
import { scoreRules } from './0005-score-rules.ts'

/** Every migration by its name; names sort in the order of application. */
export const MIGRATIONS: Record<string, Migration> = {
  '0001-first-tables': firstTables,
  '0002-access': access,
  '0003-evacuations': evacuations,
  '0004-standing-plans': standingPlans,
  '0005-score-rules': scoreRules,
}
