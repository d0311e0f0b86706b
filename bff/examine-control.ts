import type { InstanceReading, PlaneDescriptor, SegmentReading } from '#contract/evacuation/plane.ts'
import type { Control } from '#bff/evacuation/control.ts'
import type { DoctorFinding } from '#bff/sources/source.ts'

const LIMIT_MS = 5_000

/** Reads every instance of a plane and compares what it has with what the configuration says it has. */
export async function examineControl(control: Control): Promise<DoctorFinding[]> {
  const { descriptor } = control
  const finding = (asked: string, outcome: DoctorFinding['outcome'], answer: string): DoctorFinding => {
    return { source: descriptor.id, asked, outcome, answer, ageMs: null }
  }
  const readings = descriptor.instances.map(async (instance) => {
    const answer = await control.read(instance, LIMIT_MS)
    if (answer.kind !== 'read') return finding(`read ${instance}`, 'failed', `It cannot be read: ${answer.why}`)
    const { outcome, says } = judgeReading(descriptor, answer.reading)
    return finding(`read ${instance}`, outcome, says)
  })
  const further = (await control.examine?.(LIMIT_MS)) ?? []
  return [
    ...(await Promise.all(readings)),
    ...further.map(({ asked, outcome, answer }) => finding(asked, outcome, answer)),
  ]
}

function judgeReading(
  descriptor: PlaneDescriptor,
  reading: InstanceReading,
): { outcome: DoctorFinding['outcome']; says: string } {
  const faults = descriptor.segments.flatMap((segment) =>
    faultsOf(
      descriptor,
      segment,
      reading.segments.find((each) => each.segment === segment),
    ),
  )
  if (faults.length > 0) {
    const isOutage = faults.some(({ isGrave }) => isGrave)
    return { outcome: isOutage ? 'failed' : 'warning', says: faults.map(({ says }) => says).join(' ') }
  }
  const [first] = reading.segments
  const weights = Object.entries(first?.weights ?? {}).map(([target, weight]) => `${target} ${weight}`)
  const more = reading.segments.length > 1 ? `, and ${reading.segments.length - 1} further segment(s)` : ''
  return { outcome: 'ok', says: `${first?.segment}: ${weights.join(', ')}${more}.` }
}

function faultsOf(
  { targets }: PlaneDescriptor,
  segment: string,
  said: SegmentReading | undefined,
): { isGrave: boolean; says: string }[] {
  if (said === undefined) return [{ isGrave: true, says: `It says nothing of segment ${segment}.` }]
  const absent = targets.filter(({ id }) => said.weights[id] === undefined).map(({ id }) => id)
  const further = Object.keys(said.weights).filter((id) => targets.every((target) => target.id !== id))
  const acting = Object.values(said.effective ?? said.weights)
  const differing = targets.filter(({ id }) => said.effective !== undefined && said.effective[id] !== said.weights[id])
  return [
    ...(absent.length > 0
      ? [{ isGrave: true, says: `In ${segment} it has nothing that can be read for ${absent.join(', ')}.` }]
      : []),
    ...(further.length > 0
      ? [
          {
            isGrave: false,
            says: `In ${segment} it also has ${further.join(', ')}, which the configuration does not name.`,
          },
        ]
      : []),
    ...(acting.length > 0 && acting.every((weight) => weight === 0)
      ? [{ isGrave: true, says: `In ${segment} nobody is served: every weight that acts is zero.` }]
      : []),
    ...(absent.length === 0 && differing.length > 0
      ? [
          {
            isGrave: false,
            says: `In ${segment} what is set does not act for ${differing.map(({ id }) => id).join(', ')}.`,
          },
        ]
      : []),
  ]
}
