import { config } from 'zod'

/** The content policy forbids evaluated code; zod would try it once and be reported for it. Imported before all else. */
config({ jitless: true })
