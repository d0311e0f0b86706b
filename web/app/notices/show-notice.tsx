import { notifications } from '@mantine/notifications'
import { HealthMark } from '#web/ui/health-mark.tsx'
import type { Notice } from './notify.ts'

const SHOWN_MS = 6_000

export function showNotice({ title, message, tone }: Notice): void {
  notifications.show({
    title,
    message,
    autoClose: SHOWN_MS,
    icon: <HealthMark health={tone === 'done' ? 'healthy' : 'degraded'} size={12} />,
  })
}
