import { Button } from '@mantine/core'
import type { Address, AddressResource } from '@patchbay/shared/api'
import { useState } from 'react'
import { useEditor } from '../editing/editor-context.tsx'
import type { EditorState } from '../editing/store/editor-state.ts'
import type { AssignmentTexts } from '../ui/texts/assignment.ts'
import { toasts } from '../ui/toasts.tsx'
import { takenAddresses } from './assignment-facts.ts'
import { confirmClear } from './confirm-clear.tsx'
import type { Assignments } from './use-assignments.ts'

const selectFlowId = (state: EditorState) => state.flowId
const selectName = (state: EditorState) => state.document.name

interface AssignmentActionsProps {
  readonly ticked: readonly AddressResource[]
  readonly assignments: Assignments
  readonly texts: AssignmentTexts
  readonly onDone: () => void
}

/** *Clear Flow(s)* and *Assign Flow*, once an address is ticked. Both can be undone from their notice. */
export function AssignmentActions({ ticked, assignments, texts, onDone }: AssignmentActionsProps) {
  const flowId = useEditor(selectFlowId)
  const name = useEditor(selectName)
  const [isBusy, setBusy] = useState(false)
  if (ticked.length === 0) return null
  const { addresses, assign, clear, restore } = assignments
  const inUse = ticked.filter(({ flowId }) => flowId !== null)
  const undo = { label: texts.undo, onClick: () => void restore(ticked) }
  const assignAll = async () => {
    setBusy(true)
    try {
      const replace = takenAddresses(ticked, flowId).length > 0
      await assign(ticked, replace)
      onDone()
      toasts.success({ title: texts.assigned(ticked.length), message: texts.assignedText(name), action: undo })
    } catch (thrown) {
      toasts.error(texts.notAssigned, thrown)
    } finally {
      setBusy(false)
    }
  }
  const clearAll = async (cleared: readonly Address[]) => {
    await clear(cleared)
    onDone()
    toasts.success({ title: texts.cleared(cleared.length), action: undo })
  }
  return (
    <>
      <span className="num" role="status">
        <b>{texts.selected(ticked.length)}</b>
      </span>
      <Button disabled={inUse.length === 0} onClick={() => confirmClear(inUse, addresses, texts, clearAll)}>
        {texts.clear}
      </Button>
      <Button variant="filled" loading={isBusy} onClick={() => void assignAll()}>
        {texts.assign}
      </Button>
    </>
  )
}
