import { Button } from '@mantine/core'
import { DialogFoot } from './dialog-foot.tsx'
import { commonTexts } from './texts/common.ts'

interface FormFootProps {
  readonly label: string
  readonly isBusy: boolean
  readonly onClose: () => void
}

/** Cancel and the button that sends a form. */
export function FormFoot({ label, isBusy, onClose }: FormFootProps) {
  return (
    <DialogFoot>
      <Button variant="subtle" onClick={onClose}>
        {commonTexts.cancel}
      </Button>
      <Button variant="filled" type="submit" loading={isBusy}>
        {label}
      </Button>
    </DialogFoot>
  )
}
