import { screens } from '#web/messages/en.ts'
import classes from './screen-loading.module.css'

export function ScreenLoading() {
  return (
    <p className={classes.loading} role="status">
      {screens.loading}
    </p>
  )
}
