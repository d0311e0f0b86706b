import { describeStore } from './store-conformance-fixture.ts'
import { openTestStore } from './store-fixture.ts'

describeStore('SQLite', () => openTestStore())
