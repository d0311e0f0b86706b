import type { Paint, Paper, Stroke } from './paper.ts'

/** The same paper for what recedes: every stroke with this share of its strength. */
export function fadedPaper(paper: Paper, share: number): Paper {
  if (share >= 1) return paper
  const fadedStroke = (stroke: Stroke): Stroke => ({ ...stroke, alpha: (stroke.alpha ?? 1) * share })
  const fadedPaint = ({ fill, alpha = 1, stroke }: Paint): Paint => ({
    ...(fill === undefined ? {} : { fill, alpha: alpha * share }),
    ...(stroke === undefined ? {} : { stroke: fadedStroke(stroke) }),
  })
  return {
    dots: (places, ink) => paper.dots(places, { ...ink, alpha: ink.alpha * share }),
    curve: (numbers, stroke) => paper.curve(numbers, fadedStroke(stroke)),
    disc: (x, y, radius, paint) => paper.disc(x, y, radius, fadedPaint(paint)),
    arc: (x, y, radius, from, to, stroke) => paper.arc(x, y, radius, from, to, fadedStroke(stroke)),
    polygon: (points, fill, alpha = 1) => paper.polygon(points, fill, alpha * share),
    box: (x, y, width, height, paint) => paper.box(x, y, width, height, fadedPaint(paint)),
    text: (x, y, words, type) => paper.text(x, y, words, { ...type, alpha: (type.alpha ?? 1) * share }),
  }
}
