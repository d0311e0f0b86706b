/** How two pictures of the same size differ: in what share of their pixels, and where. */
export interface Difference {
  /** 0–1. */
  share: number
  /** A PNG as a data URL: what differs, bright, over what does not, faint. */
  picture: string
}

/** Letters and rims come out a little differently from one version of a browser to the next: so much is no difference. */
const TOLERANCE = 28

/** Runs in the page; both are PNGs as data URLs. */
export async function comparePictures(now: string, kept: string): Promise<Difference> {
  const [one, other] = [await pixelsOf(now), await pixelsOf(kept)]
  if (one.width !== other.width || one.height !== other.height) return { share: 1, picture: now }
  const shown = new ImageData(one.width, one.height)
  let differing = 0
  for (let at = 0; at < one.data.length; at += 4) {
    const differs = [0, 1, 2].some((c) => Math.abs((one.data[at + c] ?? 0) - (other.data[at + c] ?? 0)) > TOLERANCE)
    if (differs) differing += 1
    const faint = ((one.data[at] ?? 0) + (one.data[at + 1] ?? 0) + (one.data[at + 2] ?? 0)) / 8
    shown.data.set(differs ? [255, 40, 120, 255] : [faint, faint, faint, 255], at)
  }
  const { canvas, context } = canvasOf(one.width, one.height)
  context.putImageData(shown, 0, 0)
  return { share: differing / (one.width * one.height), picture: canvas.toDataURL('image/png') }
}

async function pixelsOf(url: string): Promise<ImageData> {
  const image = new Image()
  image.src = url
  await image.decode()
  const { context } = canvasOf(image.width, image.height)
  context.drawImage(image, 0, 0)
  return context.getImageData(0, 0, image.width, image.height)
}

function canvasOf(width: number, height: number) {
  const canvas = Object.assign(document.createElement('canvas'), { width, height })
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) throw new Error('this browser has no 2D canvas')
  return { canvas, context }
}
