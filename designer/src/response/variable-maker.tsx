import { TextInput } from '@mantine/core'
import { indexCatalog, inputAt, nodeById, type QueryRows, queryRowsOf, setInput } from '@patchbay/shared/flow'
import type { Json } from '@patchbay/shared/json'
import { compileQuery, suggestQueries } from '@patchbay/shared/queries'
import { useMemo, useState } from 'react'
import { useEditor, useEditorStore } from '../editing/editor-context.tsx'
import { sampleText } from '../inspector/template/field-variables.ts'
import { queryValue } from '../inspector/widgets/query-value.ts'
import { useJsonPath } from '../inspector/widgets/use-json-path.ts'
import { responseTexts } from '../ui/texts/response.ts'
import { VariablePill } from '../ui/variable-pill.tsx'
import { QueryChoice } from './query-choice.tsx'
import { QueryPreview } from './query-preview.tsx'
import classes from './response.module.css'
import type { TreeRow } from './tree-rows.ts'
import { type NameProblem, nameProblem, proposedName } from './variable-name.ts'

export interface ResponseVariable {
  readonly name: string
  readonly query: string
}

/** The list of the action that takes values out of a reply; undefined where it has none. */
function useQueryRows(nodeId: number): QueryRows | undefined {
  const definition = useEditor(({ document, definitions }) =>
    definitions.of(nodeById(document, nodeId) ?? { type: '' }),
  )
  return useMemo(() => definition && queryRowsOf(definition), [definition])
}

/** The response variables an action has, rows that are not filled in left out. */
function useResponseVariables(nodeId: number, list: QueryRows | undefined): readonly ResponseVariable[] {
  const rows = useEditor(({ document }) =>
    list === undefined ? undefined : inputAt(nodeById(document, nodeId)?.inputs, [list.field]),
  )
  return useMemo(
    () => (list === undefined || !Array.isArray(rows) ? [] : rows.flatMap((row: unknown) => variableOf(row, list))),
    [rows, list],
  )
}

function variableOf(row: unknown, { nameField, queryField }: QueryRows): ResponseVariable[] {
  const [name, query] = [inputAt(row, [nameField]), inputAt(row, [queryField])]
  return typeof name === 'string' && typeof query === 'string' && name !== '' ? [{ name, query }] : []
}

/** Makes a response variable from the value that was clicked. Keyed by the value, so that each starts afresh. */
export function useVariableDraft(nodeId: number, tree: Json, row: TreeRow | null) {
  const store = useEditorStore()
  const list = useQueryRows(nodeId)
  const made = useResponseVariables(nodeId, list)
  const taken = useMemo(() => made.map(({ name }) => name), [made])
  const suggestions = useMemo(() => (row ? suggestQueries(tree, row.path) : null), [tree, row])
  const proposal = useMemo(() => (row ? proposedName(row.path, taken) : ''), [row, taken])
  const [draft, setDraft] = useState<{ row: TreeRow | null; name?: string; query?: string }>({ row })
  const current = draft.row === row ? draft : { row }
  const name = current.name ?? proposal
  const query = current.query ?? suggestions?.label?.query ?? suggestions?.exact.query ?? ''
  const { prefixes } = indexCatalog(store.getState().catalog)
  const hasJsonPath = useJsonPath()
  // biome-ignore lint/correctness/useExhaustiveDependencies: read anew once JSONPath can be read.
  const compiled = useMemo(() => compileQuery(query), [query, hasJsonPath])
  const problem = nameProblem(name, taken, prefixes)
  const canAdd = row !== null && problem === null && !('problem' in compiled)
  const add = () => {
    if (list === undefined) return
    const rows = inputAt(nodeById(store.getState().document, nodeId)?.inputs, [list.field])
    const index = Array.isArray(rows) ? rows.length : 0
    const row = { [list.nameField]: name, [list.queryField]: query }
    store.getState().apply((flow) => setInput(flow, nodeId, [list.field, index], row))
  }
  return {
    /** False where the action takes nothing out of a reply. */
    isPossible: list !== undefined,
    made,
    name,
    query,
    suggestions,
    problem,
    queryProblem: 'problem' in compiled ? compiled.problem : null,
    canAdd,
    add,
    setName: (next: string) => setDraft({ ...current, name: next }),
    setQuery: (next: string) => setDraft({ ...current, query: next }),
  }
}

export type VariableDraft = ReturnType<typeof useVariableDraft>

/** The form that the pop-up's foot submits. */
export const NEW_VARIABLE_FORM = 'new-response-variable'

interface VariableMakerProps {
  readonly draft: VariableDraft
  readonly row: TreeRow | null
  readonly tree: Json
  readonly onAdd: () => void
}

/** Right of the tree: the new variable, and those the action has already. */
export function VariableMaker({ draft, row, tree, onAdd }: VariableMakerProps) {
  return (
    <div className={classes.side}>
      <h3>{responseTexts.newVariable}</h3>
      {row === null ? (
        <p className="muted">{responseTexts.pickFirst}</p>
      ) : (
        <Fields key={row.id} draft={draft} tree={tree} onAdd={onAdd} />
      )}
      {draft.made.length > 0 && <Made variables={draft.made} tree={tree} />}
    </div>
  )
}

function Fields({ draft, tree, onAdd }: Omit<VariableMakerProps, 'row'>) {
  const { name, query, suggestions, problem, queryProblem } = draft
  const error = problem === null || problem === 'empty' ? undefined : nameMessage(problem, name)
  return (
    <form
      id={NEW_VARIABLE_FORM}
      className={classes.fields}
      onSubmit={(event) => {
        event.preventDefault()
        onAdd()
      }}
    >
      <div>
        <TextInput
          label={responseTexts.name}
          required
          value={name}
          error={error}
          autoFocus
          spellCheck={false}
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => draft.setName(event.currentTarget.value)}
        />
        {error === undefined && name !== '' && (
          <p className={classes.below}>
            {responseTexts.useAs} <VariablePill token={`$${name}`} category="data" />
          </p>
        )}
      </div>
      {suggestions && (
        <QueryChoice query={query} suggestions={suggestions} problem={queryProblem} onChange={draft.setQuery} />
      )}
      <QueryPreview value={queryProblem === null ? queryValue(tree, query) : undefined} />
    </form>
  )
}

function nameMessage(problem: Exclude<NameProblem, 'empty'>, name: string): string {
  if (problem === 'taken') return responseTexts.nameTaken(`$${name}`)
  return problem === 'reserved' ? responseTexts.nameReserved : responseTexts.nameBad
}

function Made({ variables, tree }: { readonly variables: readonly ResponseVariable[]; readonly tree: Json }) {
  return (
    <div className={classes.already}>
      <div className={classes.legend}>{responseTexts.already}</div>
      <ul>
        {variables.map(({ name, query }) => (
          <li key={`${name}:${query}`} className={classes.made}>
            <VariablePill token={`$${name}`} category="data" />
            <span className="mono muted trunc">{query}</span>
            <span className={`${classes.madeValue} num trunc`}>{sampleText(queryValue(tree, query) ?? null)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
