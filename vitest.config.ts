import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

/**
 * Real servers and real browsers share two cores with everything else. In CI such a test may be tried once more; each
 * that needed it is named in the end, and more than a few fail the run (`scripts/tally.mjs`).
 */
const retry = process.env['CI'] === 'true' ? 1 : 0

const everywhere = ['node_modules/**', 'dist/**', '.cache/**']

/** Names say where a test runs: `.test.ts` alone, `.test.tsx` in a DOM, `.integration.test.ts` with real servers. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{bff,web,mocks,scripts}/**/*.test.ts'],
          exclude: [...everywhere, '**/*.integration.test.ts'],
          environment: 'node',
        },
      },
      {
        plugins: [react()],
        test: { name: 'dom', include: ['web/**/*.test.tsx'], exclude: everywhere, environment: 'happy-dom' },
      },
      {
        test: {
          name: 'integration',
          include: ['{bff,mocks,scripts}/**/*.integration.test.ts'],
          exclude: [...everywhere, 'bff/runs/**'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          retry,
          fileParallelism: false,
        },
      },
      {
        // Whole evacuations: they wait far more than they work, so three go side by side.
        test: {
          name: 'runs',
          include: ['bff/runs/**/*.integration.test.ts'],
          exclude: everywhere,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          retry,
          maxWorkers: 3,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.e2e.test.ts'],
          exclude: everywhere,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          retry,
          fileParallelism: false,
        },
      },
    ],
  },
})
