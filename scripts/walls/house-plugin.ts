import { importRule } from './import-rule.ts'
import { surroundingsRule } from './surroundings-rule.ts'

/** The walls, as rules of oxlint. What they allow is in rooms.ts and surroundings.ts. */
export default {
  meta: { name: 'house' },
  rules: {
    spelling: importRule('spelling'),
    'relative-imports-stay': importRule('relative-imports-stay'),
    doors: importRule('doors'),
    'test-support': importRule('test-support'),
    truth: importRule('truth'),
    packages: importRule('packages'),
    surroundings: surroundingsRule,
  },
}
