import { Modal } from '@mantine/core'
import type { DialogRequest } from './dialogs.tsx'

interface DialogWindowProps {
  readonly request: DialogRequest
  readonly isOpen: boolean
  readonly onClose: () => void
}

export function DialogWindow({ request, isOpen, onClose }: DialogWindowProps) {
  const { title, size, withCloseButton = true, closeOnClickOutside = true, content } = request
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={title}
      size={size}
      withCloseButton={withCloseButton}
      closeOnClickOutside={closeOnClickOutside}
    >
      {content(onClose)}
    </Modal>
  )
}
