import { Notifications, notifications } from '@mantine/notifications'
import '@mantine/notifications/styles.layer.css'
import type { Icon as TablerIcon } from '@tabler/icons-react'
import { Icon } from './icon.tsx'
import { IconAlertTriangle, IconCheck, IconX } from './icons.ts'
import { commonTexts } from './texts/common.ts'
import classes from './toasts.module.css'
import type { Toast, ToastLook } from './toasts.tsx'

const looks = {
  ok: { icon: IconCheck, stays: false },
  warn: { icon: IconAlertTriangle, stays: false },
  bad: { icon: IconX, stays: true },
} as const satisfies Record<ToastLook, { icon: TablerIcon; stays: boolean }>

export function ToastStack() {
  return <Notifications position="bottom-right" limit={4} containerWidth={340} />
}

export function showToast(look: ToastLook, toast: Toast): void {
  const id = toast.id ?? `${look}:${toast.title}`
  notifications.hide(id)
  notifications.show({
    id,
    autoClose: looks[look].stays ? false : 5000,
    withCloseButton: true,
    withBorder: false,
    closeButtonProps: { 'aria-label': commonTexts.closeNotice },
    classNames: { root: classes.root ?? '', body: classes.body ?? '', closeButton: classes.close ?? '' },
    message: <ToastBody look={look} toast={toast} onClose={() => notifications.hide(id)} />,
  })
}

interface ToastBodyProps {
  readonly look: ToastLook
  readonly toast: Toast
  readonly onClose: () => void
}

function ToastBody({ look, toast: { title, message, action }, onClose }: ToastBodyProps) {
  return (
    <div className={classes.toast}>
      <span className={classes.mark} data-look={look}>
        <Icon of={looks[look].icon} size={13} mark />
      </span>
      <div className="grow">
        <b className={classes.title}>{title}</b>
        {message !== undefined && <span className={`sub ${classes.text}`}>{message}</span>}
      </div>
      {action && (
        <button
          type="button"
          className={classes.action}
          onClick={() => {
            onClose()
            action.onClick()
          }}
        >
          {action.label}
        </button>
      )}
    </div>
  )
}
