import { Button } from '@mantine/core'
import { type FlowNode, setVersion } from '@patchbay/shared/flow'
import { upgradeAction } from '../api/commands.ts'
import { useEditor, useEditorStore } from '../editing/editor-context.tsx'
import { Note } from '../ui/note.tsx'
import { inspectorTexts } from '../ui/texts/inspector.ts'
import { toasts } from '../ui/toasts.tsx'
import classes from './panel.module.css'
import { versionChanges } from './version-changes.ts'

const texts = inspectorTexts.newerVersion

/** Offers the newest version of an action's type to an action that was built with an earlier one. */
export function NewerVersion({ node }: { readonly node: FlowNode }) {
  const store = useEditorStore()
  const newest = useEditor((state) => state.definitions.get(node.type))
  const own = useEditor((state) => state.definitions.of(node))
  const canEdit = useEditor((state) => state.canEdit)
  const built = node.typeVersion ?? 1
  if (newest === undefined || newest.retired !== undefined || newest.typeVersion <= built || !canEdit) return null
  const upgrade = () =>
    upgradeAction(node.type, built, node.inputs).then(
      ({ typeVersion, inputs }) =>
        store.getState().apply((flow) => setVersion(flow, node.id, { typeVersion, inputs: { ...inputs } })),
      (thrown) => toasts.error(texts.failed, thrown),
    )
  return (
    <Note tone="warn">
      {texts.text(newest.title)}
      {own !== undefined && <Changes changes={versionChanges(own, newest)} />}
      <div>
        <Button size="xs" onClick={() => void upgrade()}>
          {texts.use}
        </Button>
      </div>
    </Note>
  )
}

function Changes({ changes }: { readonly changes: readonly string[] }) {
  if (changes.length === 0) return null
  return (
    <ul className={classes.newer}>
      {changes.map((change) => (
        <li key={change}>{change}</li>
      ))}
    </ul>
  )
}
