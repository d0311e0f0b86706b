import IconAdjustments from '@tabler/icons-react/dist/esm/icons/IconAdjustments.mjs'
import IconArrowRampRight3 from '@tabler/icons-react/dist/esm/icons/IconArrowRampRight3.mjs'
import IconBolt from '@tabler/icons-react/dist/esm/icons/IconBolt.mjs'
import IconCloud from '@tabler/icons-react/dist/esm/icons/IconCloud.mjs'
import IconDots from '@tabler/icons-react/dist/esm/icons/IconDots.mjs'
import IconFeather from '@tabler/icons-react/dist/esm/icons/IconFeather.mjs'
import IconFlask from '@tabler/icons-react/dist/esm/icons/IconFlask.mjs'
import IconRocket from '@tabler/icons-react/dist/esm/icons/IconRocket.mjs'
import type { ChangeKind } from '#contract/change.ts'

const ICONS = {
  deploy: IconRocket,
  configuration: IconAdjustments,
  experiment: IconFlask,
  canary: IconFeather,
  chaos: IconBolt,
  action: IconArrowRampRight3,
  provider: IconCloud,
  other: IconDots,
} as const satisfies Record<ChangeKind, unknown>

/** What is tried, or acted upon the fleet, has the colour that acting has everywhere. */
export function toneOf(kind: ChangeKind): 'trial' | 'change' {
  return kind === 'experiment' || kind === 'canary' || kind === 'chaos' || kind === 'action' ? 'trial' : 'change'
}

export function KindIcon({ kind }: { kind: ChangeKind }) {
  const Icon = ICONS[kind]
  return <Icon size={15} stroke={1.6} aria-hidden />
}
