import { CloseButton } from '@mantine/core'
import type { Icon as TablerIcon } from '@tabler/icons-react'
import { useEffect, useEffectEvent, useState } from 'react'
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

const SHOWN_MS = 5000

interface ToastCardProps {
  readonly look: ToastLook
  readonly toast: Toast
  readonly onClose: () => void
}

/**
 * One notice. It closes itself, unless it reports a failure, has the focus, or somebody points at it: a pointer that only
 * rests where it appears does not hold it.
 */
export function ToastCard({ look, toast: { title, message, action }, onClose }: ToastCardProps) {
  const [isHeld, setHeld] = useState(false)
  const close = useEffectEvent(onClose)
  const goes = !looks[look].stays && !isHeld
  useEffect(() => {
    if (!goes) return
    const timer = setTimeout(() => close(), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [goes])
  return (
    <div
      role="alert"
      className={classes.toast}
      onPointerMove={({ nativeEvent: { movementX, movementY } }) => {
        if (movementX !== 0 || movementY !== 0) setHeld(true)
      }}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
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
      <CloseButton className={classes.close ?? ''} size={20} aria-label={commonTexts.closeNotice} onClick={onClose} />
    </div>
  )
}
