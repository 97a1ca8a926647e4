import { nodeById, setSample } from '@patchbay/shared/flow'
import { useEditor, useEditorStore } from '../editing/editor-context.tsx'
import { keptSample } from '../editing/kept-sample.ts'
import type { EditorState } from '../editing/store/editor-state.ts'
import { responseTexts } from '../ui/texts/response.ts'
import { ReplyTree } from './reply-tree.tsx'
import classes from './response.module.css'

interface SampleReplyProps {
  readonly nodeId: number
  readonly onAgain: () => void
  readonly onClose: () => void
}

const selectDocument = (state: EditorState) => state.document

/** The sample reply that is kept with the action, as a tree whose values can be picked. */
export function SampleReply({ nodeId, onAgain, onClose }: SampleReplyProps) {
  const store = useEditorStore()
  const tree = keptSample(nodeById(useEditor(selectDocument), nodeId))
  const canEdit = useEditor((state) => state.canEdit)
  if (tree === undefined) return null
  const remove = () => {
    store.getState().apply((flow) => setSample(flow, nodeId, null))
    onClose()
  }
  const above = (
    <p className={`${classes.note} sub`}>
      {responseTexts.sampleText}{' '}
      {canEdit && (
        <button type="button" className="link" onClick={remove}>
          {responseTexts.removeSample}
        </button>
      )}
    </p>
  )
  return <ReplyTree nodeId={nodeId} tree={tree} above={above} onAgain={onAgain} onClose={onClose} />
}
