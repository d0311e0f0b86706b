import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { withoutJsonSchema } from '#scripts/without-json-schema.ts'

/** The strict content policy allows no inlined asset that is a script, and none is worth a bigger first file. */
export default defineConfig({
  root: 'web',
  publicDir: '../public',
  plugins: [react(), withoutJsonSchema()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    manifest: true,
    target: 'es2024',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The size that counts is that of the first picture; `npm run check` bounds it.
    chunkSizeWarningLimit: 1_500,
  },
})
