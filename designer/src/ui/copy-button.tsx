import { ActionIcon, Tooltip } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { Icon } from './icon.tsx'
import { IconCheck, IconCopy } from './icons.ts'
import { commonTexts } from './texts/common.ts'

interface CopyButtonProps {
  readonly value: string
  /** What is copied, for screen readers and the tooltip: `Copy Flow ID`. */
  readonly label: string
}

/** Puts a value on the clipboard and says so. */
export function CopyButton({ value, label }: CopyButtonProps) {
  const clipboard = useClipboard({ timeout: 1500 })
  return (
    <Tooltip label={clipboard.copied ? commonTexts.copied : label}>
      <ActionIcon aria-label={clipboard.copied ? commonTexts.copied : label} onClick={() => clipboard.copy(value)}>
        <Icon of={clipboard.copied ? IconCheck : IconCopy} />
      </ActionIcon>
    </Tooltip>
  )
}
