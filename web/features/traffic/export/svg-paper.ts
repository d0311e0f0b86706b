import type { Paper, Stroke, Type } from './paper.ts'

export interface SvgPaper extends Paper {
  /** The whole file; `scale` px of the screen a px of the drawing. */
  file(input: { width: number; height: number; scale: number; title: string; fontFamily: string }): string
}

/** A drawing of vectors, as text. */
export function createSvgPaper(): SvgPaper {
  const parts: string[] = []
  return {
    dots(places, { radius, color, alpha }) {
      if (places.length === 0) return
      let d = ''
      for (let at = 0; at < places.length; at += 2) d += `M${short(places[at])} ${short(places[at + 1])}h0`
      parts.push(
        `<path d="${d}" fill="none" stroke="${escaped(color)}" stroke-width="${short(radius * 2)}" stroke-linecap="round" opacity="${short(alpha)}"/>`,
      )
    },
    curve(numbers, stroke) {
      const [x0, y0, cx, cy, x1, y1] = numbers.map(short)
      parts.push(`<path d="M${x0} ${y0}Q${cx} ${cy} ${x1} ${y1}" fill="none"${strokeOf(stroke)}/>`)
    },
    disc(x, y, radius, { fill, alpha, stroke }) {
      parts.push(
        `<circle cx="${short(x)}" cy="${short(y)}" r="${short(radius)}" fill="${escaped(fill ?? 'none')}"${fillAlphaOf(alpha)}${strokeOf(stroke)}/>`,
      )
    },
    arc(x, y, radius, from, to, stroke) {
      if (to - from >= 1) {
        this.disc(x, y, radius, { stroke })
        return
      }
      const [x0, y0] = onCircle(x, y, radius, from)
      const [x1, y1] = onCircle(x, y, radius, to)
      parts.push(
        `<path d="M${x0} ${y0}A${short(radius)} ${short(radius)} 0 ${to - from > 0.5 ? 1 : 0} 1 ${x1} ${y1}" fill="none"${strokeOf(stroke)}/>`,
      )
    },
    polygon(points, fill, alpha) {
      parts.push(`<polygon points="${points.map(short).join(' ')}" fill="${escaped(fill)}"${fillAlphaOf(alpha)}/>`)
    },
    box(x, y, width, height, { fill, alpha, stroke }) {
      parts.push(
        `<rect x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}" rx="4" fill="${escaped(fill ?? 'none')}"${fillAlphaOf(alpha)}${strokeOf(stroke)}/>`,
      )
    },
    text(x, y, words, type) {
      parts.push(textOf(x, y, words, type))
    },
    file({ width, height, scale, title, fontFamily }) {
      return [
        '<?xml version="1.0" encoding="UTF-8"?>',
        `<svg xmlns="http://www.w3.org/2000/svg" width="${width * scale}" height="${height * scale}" viewBox="0 0 ${width} ${height}" font-family="${escaped(fontFamily)}" style="font-variant-numeric: tabular-nums">`,
        `<title>${escaped(title)}</title>`,
        ...parts,
        '</svg>',
        '',
      ].join('\n')
    },
  }
}

function textOf(x: number, y: number, words: string, type: Type): string {
  const { size, color, weight = 400, align = 'left', halo, alpha = 1 } = type
  const anchor = { left: 'start', center: 'middle', right: 'end' }[align]
  const behind =
    halo === undefined ? '' : ` stroke="${escaped(halo)}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"`
  const faded = alpha === 1 ? '' : ` opacity="${short(alpha)}"`
  return `<text x="${short(x)}" y="${short(y)}" font-size="${size}" font-weight="${weight}" text-anchor="${anchor}" fill="${escaped(color)}"${behind}${faded}>${escaped(words)}</text>`
}

function onCircle(x: number, y: number, radius: number, turn: number): [string, string] {
  const angle = turn * 2 * Math.PI
  return [short(x + Math.sin(angle) * radius), short(y - Math.cos(angle) * radius)]
}

function fillAlphaOf(alpha = 1): string {
  return alpha === 1 ? '' : ` fill-opacity="${short(alpha)}"`
}

function strokeOf(stroke: Stroke | undefined): string {
  if (stroke === undefined) return ''
  const { color, width, alpha = 1, dash } = stroke
  const dashed = dash === undefined ? '' : ` stroke-dasharray="${dash.map(short).join(' ')}"`
  return ` stroke="${escaped(color)}" stroke-width="${short(width)}"${alpha === 1 ? '' : ` stroke-opacity="${short(alpha)}"`}${dashed}`
}

/** Tenths of a px are enough; what is no number must not break the file. */
function short(value: number | undefined): string {
  return value === undefined || !Number.isFinite(value) ? '0' : String(Math.round(value * 100) / 100)
}

/** Text is text. Control characters are not allowed in XML at all. */
function escaped(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
