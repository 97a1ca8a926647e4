import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import classes from './confirm.module.css'
import { openDialog } from './dialogs.tsx'
import { messageOf } from './toasts.tsx'

interface Confirmation {
  /** A question, such as `Clear 1 number?`. */
  readonly title: string
  /** What breaks. */
  readonly body: ReactNode
  /** Verbs: `Keep it`, `Clear number`. */
  readonly keepLabel: string
  readonly confirmLabel: string
  /** Red by default: confirmations stand before what takes something away. */
  readonly tone?: 'danger' | 'filled'
  /** Pixels. Default 400. */
  readonly size?: number
  /** Runs while the dialog shows it; a rejection is shown in the dialog, which then stays open. */
  readonly onConfirm: () => Promise<unknown>
}

/** Asks before something is taken away. */
export function confirm({ title, size = 400, ...rest }: Confirmation): void {
  openDialog({
    title,
    size,
    withCloseButton: false,
    content: (close) => <ConfirmBody {...rest} onClose={close} />,
  })
}

type ConfirmBodyProps = Omit<Confirmation, 'title' | 'size'> & { readonly onClose: () => void }

function ConfirmBody({ body, keepLabel, confirmLabel, tone = 'danger', onConfirm, onClose }: ConfirmBodyProps) {
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const run = async () => {
    setBusy(true)
    setProblem(null)
    try {
      await onConfirm()
      onClose()
    } catch (thrown) {
      setProblem(messageOf(thrown))
      setBusy(false)
    }
  }
  return (
    <>
      <div className={classes.text}>{body}</div>
      {problem !== null && (
        <p className={classes.problem} role="alert">
          {problem}
        </p>
      )}
      <div className={classes.foot}>
        <Button variant="subtle" onClick={onClose} data-autofocus>
          {keepLabel}
        </Button>
        <Button variant={tone} onClick={run} loading={isBusy}>
          {confirmLabel}
        </Button>
      </div>
    </>
  )
}
