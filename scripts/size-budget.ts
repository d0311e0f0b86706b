import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { z } from 'zod'
import { jsBeforeFirstFrame } from './first-picture.ts'

/** Fails where more JavaScript than this is needed before the first drawn frame. */
const BOUND_BYTES = 450_000

const Manifest = z.record(
  z.string(),
  z.object({ file: z.string(), isEntry: z.boolean().optional(), imports: z.array(z.string()).optional() }),
)

const DIST = join(import.meta.dirname, '../dist/web')
const manifest = Manifest.parse(JSON.parse(readFileSync(join(DIST, '.vite/manifest.json'), 'utf8')))
const chunks = jsBeforeFirstFrame(manifest).map((file) => ({
  file,
  bytes: gzipSync(readFileSync(join(DIST, file))).length,
}))
const total = chunks.reduce((sum, { bytes }) => sum + bytes, 0)
const holds = total <= BOUND_BYTES

if (process.argv.includes('--json')) {
  const figure = {
    name: 'first picture: JavaScript, gzip',
    value: total / 1000,
    unit: 'kB',
    bound: BOUND_BYTES / 1000,
    holds,
  }
  console.log(JSON.stringify(figure))
} else {
  for (const { file, bytes } of chunks) console.log(`${(bytes / 1000).toFixed(1).padStart(8)} kB  ${file}`)
  console.log(
    `${(total / 1000).toFixed(1).padStart(8)} kB  before the first drawn frame; bound ${BOUND_BYTES / 1000} kB`,
  )
}
process.exitCode = holds ? 0 : 1
