import { useCallback, useMemo, type ReactNode } from 'react'
import type { HostMeasure, HostMetrics } from '#contract/services/host.ts'
import { byteUnitOf, formatAmount, formatBytes } from '#web/messages/format-bytes.ts'
import { formatCount, formatShare } from '#web/messages/format-numbers.ts'
import { hostWords as words } from '#web/messages/host-en.ts'
import type { ChartLine, ChartSpan } from '#web/ui/chart/chart-line.ts'
import { HeatStrip } from '#web/ui/chart/heat-strip.tsx'
import { LineChart } from '#web/ui/chart/line-chart.tsx'
import { LineLegend } from '#web/ui/chart/line-legend.tsx'
import { columnOf, coreRows, devicesOf, lineOf, newestOf, sumLineOf, withHoles } from './host-columns.ts'
import classes from './host.module.css'

/** More charts of disks or interfaces than this nobody compares. */
const MOST_DEVICES = 6
const LEAST_TOP_BYTES = 64 * 1_024
const PER_SECOND = '/s'

/** All that a host tells, over one span of time. */
export function HostCharts({ host: told, from, to }: { host: HostMetrics; from: number; to: number }) {
  const host = useMemo(() => withHoles(told), [told])
  const span = useMemo(() => ({ from, to }), [from, to])
  return (
    <>
      <div className={classes.wide}>
        <CpuCharts host={host} span={span} />
      </div>
      <QueueChart host={host} span={span} />
      <MemoryChart host={host} span={span} />
      <Devices
        host={host}
        span={span}
        measures={['diskReadBytesPerSecond', 'diskWriteBytesPerSecond']}
        draw={(name) => <DiskChart key={name} host={host} span={span} name={name} />}
      />
      <Devices
        host={host}
        span={span}
        measures={['networkInBytesPerSecond', 'networkOutBytesPerSecond']}
        draw={(name) => <NetworkChart key={name} host={host} span={span} name={name} />}
      />
      <Notes host={host} />
    </>
  )
}

interface ChartProps {
  host: HostMetrics
  span: ChartSpan
}

const BUSY = ['cpuUserShare', 'cpuSystemShare', 'cpuStealShare'] as const

function CpuCharts({ host, span }: ChartProps) {
  const lines = useMemo(
    () => [
      ...sumLineOf(
        host,
        { name: words.busy, tone: 'flow', stroke: 'solid', filled: true },
        BUSY.filter((measure) => !host.untold.includes(measure)),
      ),
      ...lineOf(host, { name: words.system, tone: 'muted', stroke: 'dashed' }, 'cpuSystemShare'),
      ...lineOf(host, { name: words.waiting, tone: 'muted', stroke: 'dotted' }, 'cpuWaitShare'),
      ...lineOf(host, { name: words.stolen, tone: 'faint', stroke: 'dashed' }, 'cpuStealShare'),
    ],
    [host],
  )
  const rows = useMemo(() => coreRows(host), [host])
  return (
    <>
      <Chart title={words.cpu} lines={lines} span={span} format={formatShare} leastTop={1} height={120} />
      {rows.length > 0 && (
        <HeatStrip
          title={words.perCore}
          note={words.perCoreHint}
          at={host.at}
          rows={rows}
          span={span}
          format={formatShare}
          heads={{ row: words.core, now: words.now, most: words.worst }}
        />
      )}
    </>
  )
}

function QueueChart({ host, span }: ChartProps) {
  const lines = useMemo(
    () => [
      ...lineOf(host, { name: words.runQueue, tone: 'flow', stroke: 'solid', filled: true }, 'runQueue'),
      ...lineOf(host, { name: words.load(1), tone: 'muted', stroke: 'solid' }, 'load1'),
      ...lineOf(host, { name: words.load(5), tone: 'muted', stroke: 'dashed' }, 'load5'),
      ...lineOf(host, { name: words.load(15), tone: 'faint', stroke: 'dotted' }, 'load15'),
    ],
    [host],
  )
  const cores = coreRows(host).length
  const note = cores === 0 ? {} : { note: words.cores(cores) }
  return (
    <Chart title={words.queue} {...note} lines={lines} span={span} format={formatCount} leastTop={Math.max(2, cores)} />
  )
}

function MemoryChart({ host, span }: ChartProps) {
  const lines = useMemo(
    () => [
      ...lineOf(host, { name: words.used, tone: 'flow', stroke: 'solid', filled: true }, 'memoryUsedBytes'),
      ...lineOf(host, { name: words.cached, tone: 'muted', stroke: 'dashed' }, 'memoryCachedBytes'),
      ...lineOf(host, { name: words.free, tone: 'faint', stroke: 'dotted' }, 'memoryFreeBytes'),
    ],
    [host],
  )
  const total = newestOf(columnOf(host, 'memoryTotalBytes'))
  const note = Number.isNaN(total) ? {} : { note: formatBytes(total) }
  const leastTop = Number.isNaN(total) ? 1 : total
  return <BytesChart title={words.memoryTitle} {...note} lines={lines} span={span} suffix="" leastTop={leastTop} />
}

function DiskChart({ host, span, name }: ChartProps & { name: string }) {
  const lines = useMemo(
    () => [
      ...lineOf(host, { name: words.read, tone: 'flow', stroke: 'solid' }, 'diskReadBytesPerSecond', name),
      ...lineOf(host, { name: words.written, tone: 'muted', stroke: 'dashed' }, 'diskWriteBytesPerSecond', name),
    ],
    [host, name],
  )
  const busy = columnOf(host, 'diskBusyShare', name)
  const note = busy === null || !isNow(host.at, span) ? {} : { note: words.busyNow(formatShare(newestOf(busy))) }
  return (
    <BytesChart
      title={words.disk(name)}
      {...note}
      lines={lines}
      span={span}
      suffix={PER_SECOND}
      leastTop={LEAST_TOP_BYTES}
    />
  )
}

function NetworkChart({ host, span, name }: ChartProps & { name: string }) {
  const lines = useMemo(
    () => [
      ...lineOf(host, { name: words.incoming, tone: 'flow', stroke: 'solid' }, 'networkInBytesPerSecond', name),
      ...lineOf(host, { name: words.outgoing, tone: 'muted', stroke: 'dashed' }, 'networkOutBytesPerSecond', name),
    ],
    [host, name],
  )
  return (
    <BytesChart title={words.network(name)} lines={lines} span={span} suffix={PER_SECOND} leastTop={LEAST_TOP_BYTES} />
  )
}

interface BytesChartProps extends Omit<FramedChartProps, 'format' | 'axisFormat'> {
  suffix: '' | '/s'
}

/** In the unit of its highest value, which the title names: the axis then has round numbers. */
function BytesChart({ title, lines, leastTop, suffix, ...rest }: BytesChartProps) {
  const highest = lines
    .flatMap(({ values }) => values)
    .reduce<number>((top, value) => Math.max(top, value ?? 0), leastTop)
  const { unit, size } = byteUnitOf(highest)
  const scaled = useMemo(
    () =>
      lines.map((line) => ({ ...line, values: line.values.map((value) => (value === null ? null : value / size)) })),
    [lines, size],
  )
  const format = useCallback(
    (value: number) => formatBytes(value * size) + (Number.isNaN(value) ? '' : suffix),
    [size, suffix],
  )
  return (
    <Chart
      {...rest}
      title={words.inUnit(title, unit + suffix)}
      lines={scaled}
      format={format}
      axisFormat={formatAmount}
      leastTop={leastTop / size}
    />
  )
}

/** Those on which anything happens; the others in a sentence, so that nothing is dropped silently. */
function Devices(props: ChartProps & { measures: readonly HostMeasure[]; draw: (name: string) => ReactNode }) {
  const { lively, idle } = devicesOf(props.host, props.measures)
  const [shown, more] = [lively.slice(0, MOST_DEVICES), lively.slice(MOST_DEVICES)]
  return (
    <>
      {shown.map((name) => props.draw(name))}
      {more.length > 0 && <p className={classes.note}>{words.more(more)}</p>}
      {idle.length > 0 && <p className={classes.note}>{words.idle(idle)}</p>}
    </>
  )
}

function Notes({ host: { untold, notes } }: { host: HostMetrics }) {
  const all = [
    ...(untold.length === 0 ? [] : [words.untold(untold.map((measure) => words.measures[measure]))]),
    ...notes,
  ]
  return all.map((note) => (
    <p key={note} className={classes.note}>
      {note}
    </p>
  ))
}

interface FramedChartProps {
  title: string
  note?: string
  lines: readonly ChartLine[]
  span: ChartSpan
  format: (value: number) => string
  axisFormat?: (value: number) => string
  leastTop: number
  height?: number
}

/** A chart with what its lines mean and their newest values; nothing where the host tells none of them. */
function Chart({ lines, span, format, height = 96, ...rest }: FramedChartProps) {
  if (lines.length === 0) return null
  return (
    <div className={classes.chart}>
      <LineChart {...rest} lines={lines} span={span} format={format} height={height} />
      <LineLegend lines={lines.map((line) => legendOf(line, span, format))} />
    </div>
  )
}

/** Values that are not of now are not told as if they were. */
function legendOf({ name, stroke, tone, at, values }: ChartLine, span: ChartSpan, format: (value: number) => string) {
  return { name, stroke, tone, ...(isNow(at, span) ? { value: format(newestOf(values)) } : {}) }
}

/** A span that reaches beyond the newest sample does so because the host is silent. */
function isNow(at: readonly number[], { to }: ChartSpan): boolean {
  return (at.at(-1) ?? -Infinity) >= to
}
