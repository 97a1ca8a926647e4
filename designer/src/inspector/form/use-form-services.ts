import type { FlowNode, FlowProblem, InputPath, RowChange } from '@patchbay/shared/flow'
import { changeRows, isJumpedInto, setInput, withDefaults } from '@patchbay/shared/flow'
import type { NodeDefinition } from '@patchbay/shared/nodes'
import { useCallback, useDeferredValue, useMemo, useRef, useState } from 'react'
import { useLastRuns } from '../../api/queries.ts'
import { useEditor, useEditorStore } from '../../editing/editor-context.tsx'
import type { EditorState } from '../../editing/store/editor-state.ts'
import { fieldVariablesOf } from '../template/field-variables.ts'
import type { TemplateHandle } from '../template/template-input.tsx'
import { type FormServices, problemPath } from './form-context.tsx'
import { useOutputFields } from './use-output-fields.ts'

const selectDocument = (state: EditorState) => state.document
const selectTests = (state: EditorState) => state.tests
const selectProblems = (state: EditorState) => state.problems
const selectShowsAll = (state: EditorState) => state.problemsOpen

/** What the form of one action works with. */
export function useFormServices(node: FlowNode, definition: NodeDefinition): FormServices {
  const store = useEditorStore()
  const nodeId = node.id
  const lastTemplate = useRef<TemplateHandle | null>(null)
  const { variables, variablesAtEnd } = useVariables(nodeId, beginsRuns(definition))
  const problems = useOwnProblems(nodeId)
  const showsAll = useEditor(selectShowsAll)
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set())
  const set = useCallback(
    (path: InputPath, value: unknown, burst = false) => {
      const policy = burst ? ({ policy: 'merge', mergeKey: `${nodeId}:${problemPath(path)}` } as const) : {}
      store.getState().apply((flow) => setInput(flow, nodeId, path, value), policy)
    },
    [store, nodeId],
  )
  const change = useCallback(
    (path: InputPath, rows: RowChange) =>
      store.getState().apply((flow) => changeRows(flow, definition, nodeId, path, rows)),
    [store, definition, nodeId],
  )
  const touch = useCallback((path: InputPath) => {
    const at = problemPath(path)
    setTouched((before) => (before.has(at) ? before : new Set([...before, at])))
  }, [])
  const isTouched = useCallback((path: InputPath) => showsAll || touched.has(problemPath(path)), [showsAll, touched])
  const inputs = useMemo(() => withDefaults(definition.inputs, node.inputs), [definition, node.inputs])
  return useMemo(
    () => ({
      nodeId,
      type: definition.id,
      typeVersion: definition.typeVersion,
      schema: definition.inputs,
      exits: definition.exits,
      inputs,
      variables,
      variablesAtEnd,
      problems,
      set,
      changeRows: change,
      lastTemplate,
      isTouched,
      touch,
    }),
    [nodeId, definition, inputs, variables, variablesAtEnd, problems, set, change, isTouched, touch],
  )
}

/** Follows the document one breath behind, so that typing stays smooth in large flows. */
function useVariables(nodeId: number, hasEnd: boolean) {
  const catalog = useEditor((state) => state.catalog)
  const document = useDeferredValue(useEditor(selectDocument))
  const tests = useEditor(selectTests)
  const lastRuns = useLastRuns(useEditor((state) => state.flowId))
  const fields = useOutputFields(document, catalog)
  return useMemo(() => {
    const known = { document, catalog, nodeId, tests, lastRuns, fields }
    const variables = fieldVariablesOf(known)
    return { variables, variablesAtEnd: hasEnd ? fieldVariablesOf({ ...known, isAtEnd: true }) : variables }
  }, [document, catalog, nodeId, tests, lastRuns, fields, hasEnd])
}

/** Whether it has inputs that are filled in at the end of a run that it has begun. */
function beginsRuns({ branch, listens }: NodeDefinition): boolean {
  return branch !== undefined || isJumpedInto(listens) || (listens !== undefined && 'end' in listens)
}

function useOwnProblems(nodeId: number): readonly FlowProblem[] {
  const problems = useEditor(selectProblems)
  return useMemo(() => problems.filter((problem) => problem.nodeId === nodeId), [problems, nodeId])
}
