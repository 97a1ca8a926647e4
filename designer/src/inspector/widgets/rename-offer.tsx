import { Button } from '@mantine/core'
import { isVariableName } from '@patchbay/shared/expressions'
import { countUses, type InputPath, renameVariable, setInput, variableUses } from '@patchbay/shared/flow'
import { useMemo, useState } from 'react'
import { useEditor, useEditorStore } from '../../editing/editor-context.tsx'
import type { EditorState } from '../../editing/store/editor-state.ts'
import confirmClasses from '../../ui/confirm.module.css'
import { openDialog } from '../../ui/dialogs.tsx'
import { variableTexts as texts } from '../../ui/texts/variables.ts'
import { toasts } from '../../ui/toasts.tsx'
import formClasses from '../form/form.module.css'
import { useForm } from '../form/form-context.tsx'

interface RenameOfferProps {
  /** Of the cell that names the variable: `['responseVariables', 0, 'name']`. */
  readonly path: InputPath
  readonly name: string
}

const selectDocument = (state: EditorState) => state.document
const selectCatalog = (state: EditorState) => state.catalog

/** Under a row whose variable was just renamed: the uses of the old name can follow. */
export function RenameOffer({ path, name }: RenameOfferProps) {
  const store = useEditorStore()
  const { nodeId } = useForm()
  const [settled, setSettled] = useState(name)
  const uses = useUses({ path, from: settled, to: name })
  // A name that nothing uses, such as that of a row just begun, needs no following.
  if (uses === null && settled !== name && isVariableName(name)) setSettled(name)
  if (uses === null) return null
  const reached = countUses(uses.reached)
  const elsewhere = countUses(uses.elsewhere)
  const rename = (scope: 'reached' | 'everywhere') => {
    const { apply, catalog } = store.getState()
    apply((flow) =>
      renameVariable(setInput(flow, nodeId, path, settled), catalog, { nodeId, from: settled, to: name, scope }),
    )
    setSettled(name)
    toasts.success({ title: texts.renamed(settled, name) })
  }
  const ask = () => {
    if (elsewhere === 0 && uses.alsoSetBy.length === 0) rename('reached')
    else askScope({ name: settled, reached, elsewhere, alsoSetBy: uses.alsoSetBy, onRename: rename })
  }
  return (
    <div className={formClasses.below} role="status">
      <code>{`$${settled}`}</code>
      <button type="button" className="link" onClick={ask}>
        {texts.renameUses(reached > 0 ? reached : elsewhere)}
      </button>
      <button type="button" className="link" onClick={() => setSettled(name)}>
        {texts.keepOld}
      </button>
    </div>
  )
}

interface Renaming {
  readonly path: InputPath
  readonly from: string
  readonly to: string
}

/** The uses of the old name, as they were before the row changed; null while there is nothing to offer. */
function useUses({ path, from, to }: Renaming) {
  const { nodeId } = useForm()
  const document = useEditor(selectDocument)
  const catalog = useEditor(selectCatalog)
  return useMemo(() => {
    if (from === to || !isVariableName(from) || !isVariableName(to)) return null
    const before = setInput(document, nodeId, path, from)
    const uses = variableUses(before, catalog, nodeId, from)
    const isOwn = uses.reached.length > 0 || uses.alsoSetBy.length === 0
    return isOwn && uses.reached.length + uses.elsewhere.length > 0 ? uses : null
  }, [document, catalog, nodeId, path, from, to])
}

interface Question {
  readonly name: string
  readonly reached: number
  readonly elsewhere: number
  readonly alsoSetBy: readonly number[]
  readonly onRename: (scope: 'reached' | 'everywhere') => void
}

/** Other actions set or use the name, too: they follow only when the builder says so. */
function askScope({ name, reached, elsewhere, alsoSetBy, onRename }: Question): void {
  const words = [
    elsewhere > 0 ? texts.askElsewhere(elsewhere) : '',
    alsoSetBy.length > 0 ? texts.askAlsoSet(alsoSetBy) : '',
  ]
  openDialog({
    title: texts.askTitle(name),
    size: 400,
    withCloseButton: false,
    content: (close) => {
      const choose = (scope: 'reached' | 'everywhere') => {
        onRename(scope)
        close()
      }
      return (
        <>
          <div className={confirmClasses.text}>{words.filter((part) => part !== '').join(' ')}</div>
          <div className={confirmClasses.foot}>
            <Button variant="subtle" onClick={() => choose('reached')} data-autofocus>
              {texts.onlyHere(reached)}
            </Button>
            <Button variant="filled" onClick={() => choose('everywhere')}>
              {texts.everywhere(reached + elsewhere)}
            </Button>
          </div>
        </>
      )
    },
  })
}
