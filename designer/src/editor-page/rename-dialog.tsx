import { Button, Modal, TextInput } from '@mantine/core'
import { renameNode } from '@patchbay/shared/flow'
import { useState } from 'react'
import { useEditor, useEditorServices } from '../editing/editor-context.tsx'
import { keyboardTexts } from '../ui/texts/keyboard.ts'

const texts = keyboardTexts.rename

/** Asks for the new name of an action. */
export function RenameDialog({ nodeId }: { readonly nodeId: number }) {
  const { store } = useEditorServices()
  const name = useEditor((state) => state.document.nodes.find(({ id }) => id === nodeId)?.name ?? '')
  const [text, setText] = useState(name)
  const close = () => store.getState().closeDialog()
  return (
    <Modal opened onClose={close} title={texts.title(nodeId)} size={400}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          store.getState().apply((flow) => renameNode(flow, nodeId, text))
          close()
        }}
      >
        <TextInput
          label={texts.name}
          value={text}
          maxLength={120}
          data-autofocus
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <div className="row" style={{ marginTop: 20, justifyContent: 'flex-end' }}>
          <Button type="submit" variant="filled">
            {texts.keep}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
