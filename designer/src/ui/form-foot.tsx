import { Button } from '@mantine/core'
import { commonTexts } from '../ui/texts/common.ts'
import classes from './tables.module.css'

interface FormFootProps {
  readonly label: string
  readonly isBusy: boolean
  readonly onClose: () => void
}

/** Cancel and the button that sends a form. */
export function FormFoot({ label, isBusy, onClose }: FormFootProps) {
  return (
    <div className={classes.formFoot}>
      <Button variant="subtle" onClick={onClose}>
        {commonTexts.cancel}
      </Button>
      <Button variant="filled" type="submit" loading={isBusy}>
        {label}
      </Button>
    </div>
  )
}
