import type { ReactNode } from 'react'
import parts from './parts.module.css'

export interface NoticeProps {
  tone: 'calm' | 'mind'
  title: string
  body: string
  children?: ReactNode
}

/** The one thing that matters, with what can be done about it. */
export function Notice({ tone, title, body, children }: NoticeProps) {
  return (
    <section className={parts.notice} data-tone={tone} aria-label={title}>
      <h2>{title}</h2>
      <p>{body}</p>
      {children !== undefined && <div className={parts.noticeActions}>{children}</div>}
    </section>
  )
}
