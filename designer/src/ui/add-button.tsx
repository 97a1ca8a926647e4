import { Button } from '@mantine/core'
import classes from './add-button.module.css'
import { Icon } from './icon.tsx'
import { IconPlus } from './icons.ts'

/** Below a list: adds an entry to it. */
export function AddButton({ label, onClick }: { readonly label: string; readonly onClick: () => void }) {
  return (
    <Button
      variant="transparent"
      className={classes.add ?? ''}
      leftSection={<Icon of={IconPlus} size={14} />}
      onClick={onClick}
    >
      {label}
    </Button>
  )
}
