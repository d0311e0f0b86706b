// The content policy forbids evaluated code. zod would try it once and be reported for it, unless it is told before
// its first schema is made; chunks load in an order of their own, so a module of ours would come too late.
globalThis.__zod_globalConfig = { jitless: true }
