import { cleanup, render, screen } from '@testing-library/react'
import jsQR from 'jsqr'
import { afterEach, expect, it } from 'vitest'
import { CodePicture } from './code-picture.tsx'

afterEach(cleanup)

/** As a camera sees it: each module so many pixels wide. */
const PIXELS = 4

function seenBy(picture: Element): string | null {
  const size = Number(picture.getAttribute('viewBox')?.split(' ').at(-1))
  const wide = size * PIXELS
  const pixels = new Uint8ClampedArray(wide * wide * 4).fill(255)
  const bars = picture.querySelector('path')?.getAttribute('d') ?? ''
  for (const [, x, y, run] of bars.matchAll(/M(\d+) (\d+)h(\d+)v1H\d+z/g)) {
    for (let row = Number(y) * PIXELS; row < (Number(y) + 1) * PIXELS; row += 1) {
      for (let column = Number(x) * PIXELS; column < (Number(x) + Number(run)) * PIXELS; column += 1) {
        pixels.fill(0, (row * wide + column) * 4, (row * wide + column) * 4 + 3)
      }
    }
  }
  return jsQR(pixels, wide, wide)?.data ?? null
}

it.each([
  'otpauth://totp/Spillway:Min%20Kim?issuer=Spillway&secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&algorithm=SHA1&digits=6&period=30',
  'otpauth://totp/Spillway:%C3%81na%20of%20a%20very%20long%20name%20indeed?issuer=Spillway&secret=A&digits=6&period=30',
])('is read by whoever reads such pictures as what it stands for: %s', (text) => {
  render(<CodePicture text={text} label="the picture" />)
  expect(seenBy(screen.getByRole('img', { name: 'the picture' }))).toBe(text)
})
