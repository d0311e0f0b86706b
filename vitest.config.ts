import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

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
          fileParallelism: false,
        },
      },
    ],
  },
})
