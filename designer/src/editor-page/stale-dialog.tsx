import { Button, Modal } from '@mantine/core'
import type { FlowResource } from '@patchbay/shared/api'
import { setFlowDetails } from '@patchbay/shared/flow'
import { useEditorServices } from '../editing/editor-context.tsx'
import { ago } from '../ui/formats.ts'
import { editorTexts } from '../ui/texts/editor.ts'
import { toasts } from '../ui/toasts.tsx'

const texts = editorTexts.stale

/** Somebody saved first: nothing is overwritten until the builder says what to keep. */
export function StaleDialog({ theirs }: { readonly theirs: FlowResource }) {
  const { store, server, navigate } = useEditorServices()
  const close = () => store.getState().closeDialog()
  const takeTheirs = () => {
    store.getState().replaceDocument(theirs)
    close()
  }
  const keepCopy = async () => {
    const { document } = store.getState()
    try {
      const copy = await server.create(setFlowDetails(document, { name: texts.copyName(document.name) }))
      takeTheirs()
      navigate(`/flows/${copy.id}`)
      toasts.success({ title: texts.copied, message: copy.document.name })
    } catch (thrown) {
      toasts.error(editorTexts.notDone(texts.copy), thrown)
    }
  }
  return (
    <Modal opened onClose={close} title={texts.title} size={520}>
      <p>{texts.text(theirs.modifiedBy, ago(theirs.modifiedAt).toLowerCase())}</p>
      <div className="row" style={{ marginTop: 20, justifyContent: 'flex-end', flexWrap: 'wrap' }}>
        <Button variant="subtle" onClick={close}>
          {texts.later}
        </Button>
        <Button onClick={takeTheirs}>{texts.reload}</Button>
        <Button variant="filled" onClick={() => void keepCopy()} data-autofocus>
          {texts.copy}
        </Button>
      </div>
    </Modal>
  )
}
