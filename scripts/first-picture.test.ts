import { expect, test } from 'vitest'
import { jsBeforeFirstFrame } from './first-picture.ts'

const manifest = {
  'index.html': { file: 'assets/main.js', isEntry: true, imports: ['_react.js'] },
  '_react.js': { file: 'assets/react.js', imports: ['_react.js'] },
  'app/traffic-page.tsx': { file: 'assets/traffic.js', imports: ['_engine.js', '_react.js'] },
  '_engine.js': { file: 'assets/engine.js' },
  'features/sources/sources-screen.tsx': { file: 'assets/sources.js', imports: ['_chart.js'] },
  '_chart.js': { file: 'assets/chart.js' },
  'style.css': { file: 'assets/style.css' },
}

test('the entry, the first screen, and what they import; each file once, other screens not', () => {
  expect(jsBeforeFirstFrame(manifest).toSorted()).toEqual([
    'assets/engine.js',
    'assets/main.js',
    'assets/react.js',
    'assets/traffic.js',
  ])
})

test('a build without an entry or without the first screen is an error, not a small build', () => {
  expect(() => jsBeforeFirstFrame({})).toThrow(/no entry/)
  expect(() => jsBeforeFirstFrame({ 'index.html': { file: 'a.js', isEntry: true } })).toThrow(/no chunk/)
})
