import { servicePageWords } from '#web/messages/service-page-en.ts'
import page from '../page.module.css'

export interface HostOfInstanceProps {
  region: string
  instance: string
}

/** The machine under an instance. */
export function HostOfInstance({ instance }: HostOfInstanceProps) {
  return (
    <p className={page.quiet}>
      {instance}: {servicePageWords.instances.hostNone}
    </p>
  )
}
