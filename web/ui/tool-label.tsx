import type { ComponentType, ReactNode } from 'react'
import classes from './tool-label.module.css'

export type ToolIcon = ComponentType<{ size?: number | string; stroke?: number | string }>

/** A tool's words; where there is little room its icon stands for them, and they are still told by name and tooltip. */
export function ToolLabel({ icon: Icon, children }: { icon: ToolIcon; children: ReactNode }) {
  return (
    <>
      <span className={classes.icon} aria-hidden>
        <Icon size={16} stroke={1.8} />
      </span>
      <span className={classes.words}>{children}</span>
    </>
  )
}

/** What only a wide toolbar has room for: the key that does the same. */
export function ToolExtra({ children }: { children: ReactNode }) {
  return <span className={classes.extra}>{children}</span>
}
