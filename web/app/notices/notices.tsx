import { Notifications } from '@mantine/notifications'
import '@mantine/core/styles/CloseButton.css'
import '@mantine/core/styles/Loader.css'
import '@mantine/core/styles/Notification.css'
import '@mantine/core/styles/Paper.css'
import '@mantine/core/styles/UnstyledButton.css'
import '@mantine/notifications/styles.css'
import classes from './notices.module.css'

export function Notices() {
  return <Notifications position="bottom-right" limit={3} classNames={{ notification: `${classes.notice}` }} />
}
