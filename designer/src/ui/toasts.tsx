import { notifications } from '@mantine/notifications'
import type { Icon as TablerIcon } from '@tabler/icons-react'
import { Icon } from './icon.tsx'
import { IconAlertTriangle, IconCheck, IconX } from './icons.ts'
import { commonTexts } from './texts/common.ts'
import classes from './toasts.module.css'

interface Toast {
  readonly title: string
  /** One line under the title. */
  readonly message?: string
  /** At most one, such as Show. */
  readonly action?: { readonly label: string; readonly onClick: () => void }
  /** A later toast of the same id replaces the earlier one. */
  readonly id?: string
}

const looks = {
  ok: { icon: IconCheck, stays: false },
  warn: { icon: IconAlertTriangle, stays: false },
  bad: { icon: IconX, stays: true },
} as const satisfies Record<string, { icon: TablerIcon; stays: boolean }>

/** Bottom right, 5 seconds; failures stay until they are closed. */
export const toasts = {
  success: (toast: Toast) => show('ok', toast),
  warning: (toast: Toast) => show('warn', toast),
  failure: (toast: Toast) => show('bad', toast),
  /** A failure in the words of the error: what happened, then what to do. */
  error: (title: string, thrown: unknown) => show('bad', { title, message: messageOf(thrown) }),
}

/** The sentence of whatever was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error && thrown.message !== '' ? thrown.message : commonTexts.offline
}

function show(look: keyof typeof looks, { title, message, action, id }: Toast): void {
  const { icon, stays } = looks[look]
  const key = id ?? `${look}:${title}`
  notifications.hide(key)
  notifications.show({
    id: key,
    autoClose: stays ? false : 5000,
    withCloseButton: true,
    withBorder: false,
    closeButtonProps: { 'aria-label': commonTexts.closeNotice },
    classNames: { root: classes.root ?? '', body: classes.body ?? '', closeButton: classes.close ?? '' },
    message: (
      <div className={classes.toast}>
        <span className={classes.mark} data-look={look}>
          <Icon of={icon} size={13} mark />
        </span>
        <div className="grow">
          <b className={classes.title}>{title}</b>
          {message !== undefined && <span className="sub">{message}</span>}
        </div>
        {action && (
          <button
            type="button"
            className={classes.action}
            onClick={() => {
              notifications.hide(key)
              action.onClick()
            }}
          >
            {action.label}
          </button>
        )}
      </div>
    ),
  })
}
