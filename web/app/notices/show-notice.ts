import { notifications } from '@mantine/notifications'
import type { Notice } from './notify.ts'

const SHOWN_MS = 6_000
const COLOUR: Record<Notice['tone'], string> = { done: 'var(--flow)', trouble: 'var(--degraded)' }

export function showNotice({ title, message, tone }: Notice): void {
  notifications.show({ title, message, autoClose: SHOWN_MS, color: COLOUR[tone] })
}
