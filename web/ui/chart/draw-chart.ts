import { LineChart } from 'echarts/charts'
import { GridComponent, TooltipComponent } from 'echarts/components'
import { init, use as register } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { utcMinuteText, utcTimeText } from '#web/messages/format.ts'
import { valueAt, type ChartLine, type ChartSpan } from './chart-line.ts'
import { PLOT } from './plot-box.ts'

register([LineChart, GridComponent, TooltipComponent, CanvasRenderer])

export interface ChartPicture {
  lines: readonly ChartLine[]
  span: ChartSpan
  /** With the unit. */
  format: (value: number) => string
  /** Where the title carries the unit: the numbers of the axis alone. */
  axisFormat?: ((value: number) => string) | undefined
  /** The axis reaches at least so high … */
  leastTop: number
  /** … and begins here. */
  bottom: number
}

export interface DrawnChart {
  /** Merged into what is there; nothing moves but what changed. */
  draw(picture: ChartPicture): void
  resize(): void
  dispose(): void
}

/** The only place that knows the chart library. Colours and type are the page's tokens, read at each drawing. */
export function drawChart(host: HTMLElement): DrawnChart {
  const chart = init(host, null, { renderer: 'canvas' })
  let drawnLines = 0
  return {
    draw(picture) {
      const { lines } = picture
      // A line that is gone would stay in a merge.
      const replace = lines.length < drawnLines ? { replaceMerge: ['series'] } : {}
      drawnLines = lines.length
      chart.setOption(optionOf(picture, tokensOf(host)), { lazyUpdate: true, ...replace })
    },
    resize: () => chart.resize(),
    dispose: () => chart.dispose(),
  }
}

const SHORT_MS = 150_000

type Tokens = ReturnType<typeof tokensOf>

function tokensOf(host: HTMLElement) {
  const style = getComputedStyle(host)
  const token = (name: string): string => style.getPropertyValue(name).trim()
  return {
    flow: token('--flow'),
    degraded: token('--degraded'),
    failing: token('--failing'),
    action: token('--action'),
    muted: token('--muted'),
    faint: token('--faint'),
    line: token('--line'),
    edge: token('--edge'),
    raised: token('--raised'),
    text: token('--text'),
    sans: token('--sans'),
    mono: token('--mono'),
  }
}

function optionOf({ lines, span, format, axisFormat = format, leastTop, bottom }: ChartPicture, tokens: Tokens) {
  const label = { color: tokens.muted, fontFamily: tokens.sans, fontSize: 11 }
  return {
    animation: false,
    grid: { ...PLOT, containLabel: false },
    xAxis: {
      type: 'time' as const,
      min: span.from,
      max: span.to,
      splitNumber: 3,
      axisLine: { lineStyle: { color: tokens.line } },
      axisTick: { show: false },
      axisLabel: { ...label, margin: 5, hideOverlap: true, formatter: timeTextOf(span) },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value' as const,
      min: bottom,
      max: ({ max }: { max: number }) => Math.max(leastTop, Number.isFinite(max) ? max * 1.05 : leastTop),
      splitNumber: 2,
      axisLabel: {
        ...label,
        margin: 6,
        showMaxLabel: false,
        formatter: (value: number) => axisText(axisFormat(value)),
      },
      splitLine: { lineStyle: { color: tokens.line, width: 1 } },
    },
    tooltip: tooltipOf(lines, format, tokens),
    series: lines.map((line) => seriesOf(line, tokens)),
  }
}

/** Ticks of a minute or two are seconds apart. */
function timeTextOf({ from, to }: ChartSpan): (at: number) => string {
  return to - from <= SHORT_MS ? utcTimeText : utcMinuteText
}

/** Ticks are round numbers: `20 %` rather than `20.0 %`. */
function axisText(text: string): string {
  return text.replace(/\.0+(?=\s|$)/, '')
}

/** Text drawn into the canvas: the strict content policy allows no styles in markup. */
function tooltipOf(lines: readonly ChartLine[], format: (value: number) => string, tokens: Tokens) {
  return {
    trigger: 'axis' as const,
    renderMode: 'richText' as const,
    confine: true,
    backgroundColor: tokens.raised,
    borderColor: tokens.edge,
    borderWidth: 1,
    padding: [6, 8],
    textStyle: { color: tokens.text, fontFamily: tokens.sans, fontSize: 12 },
    axisPointer: { type: 'line' as const, lineStyle: { color: tokens.muted, width: 1, type: 'solid' as const } },
    formatter(hovered: unknown): string {
      const at = momentOf(hovered)
      if (at === null) return ''
      const told = lines.map((line) => {
        const value = valueAt(line, at)
        return `${value === null ? '–' : format(value)}  ${line.name}`
      })
      return [utcTimeText(at), ...told].join('\n')
    },
  }
}

/** Of what the library hands its formatter: one entry a line, each with its moment first. */
function momentOf(hovered: unknown): number | null {
  const [first] = Array.isArray(hovered) ? hovered : [hovered]
  if (typeof first !== 'object' || first === null || !('axisValue' in first)) return null
  return typeof first.axisValue === 'number' ? first.axisValue : null
}

function seriesOf(line: ChartLine, tokens: Tokens) {
  const color = tokens[line.tone]
  return {
    id: line.name,
    type: 'line' as const,
    showSymbol: false,
    connectNulls: false,
    silent: true,
    z: line.stroke === 'solid' ? 3 : 2,
    data: line.at.map((at, index) => [at, line.values[index] ?? null]),
    lineStyle: { color, width: line.stroke === 'solid' ? 1.5 : 1.2, type: line.stroke },
    itemStyle: { color },
    ...(line.filled === true ? { areaStyle: { color, opacity: 0.1 } } : {}),
  }
}
