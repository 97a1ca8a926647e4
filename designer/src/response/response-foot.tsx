import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { Icon } from '../ui/icon.tsx'
import { IconRefresh } from '../ui/icons.ts'
import { responseTexts } from '../ui/texts/response.ts'
import classes from './response.module.css'

interface FootProps {
  readonly onAgain: () => void
  readonly onClose: () => void
  readonly children?: ReactNode
}

/** Test again on the left, Close and the one primary button on the right. */
export function Foot({ onAgain, onClose, children }: FootProps) {
  return (
    <div className={classes.foot}>
      <Button variant="subtle" leftSection={<Icon of={IconRefresh} />} onClick={onAgain}>
        {responseTexts.again}
      </Button>
      <span className="grow" />
      <Button onClick={onClose}>{responseTexts.close}</Button>
      {children}
    </div>
  )
}
