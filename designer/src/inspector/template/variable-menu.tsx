import { useEditor } from '../../editing/editor-context.tsx'
import type { EditorState } from '../../editing/store/editor-state.ts'
import { Icon } from '../../ui/icon.tsx'
import { IconCalendarClock } from '../../ui/icons.ts'
import { inspectorTexts } from '../../ui/texts/inspector.ts'
import { variableTexts } from '../../ui/texts/variables.ts'
import { Tile } from '../../ui/tile.tsx'
import { VariablePill } from '../../ui/variable-pill.tsx'
import { CompletionMenu, CompletionOption } from './completion-menu.tsx'
import type { FieldVariable } from './field-variables.ts'
import classes from './template.module.css'

export interface VariableGroup {
  /** Null for the groups of the system. */
  readonly nodeId: number | null
  readonly name: string
  readonly type: string
  readonly variables: readonly FieldVariable[]
}

/** Neighbours with the same producer form a group; the order of the list stays. */
export function groupVariables(list: readonly FieldVariable[]): VariableGroup[] {
  const groups: { nodeId: number | null; name: string; type: string; variables: FieldVariable[] }[] = []
  for (const variable of list) {
    const nodeId = variable.producer?.nodeId ?? null
    const last = groups.at(-1)
    if (last && last.nodeId === nodeId) last.variables.push(variable)
    else {
      const { name = '', type = '' } = variable.producer ?? {}
      groups.push({ nodeId, name, type, variables: [variable] })
    }
  }
  return groups
}

interface VariableMenuProps {
  readonly id: string
  readonly variables: readonly FieldVariable[]
  readonly activeToken: string | null
  /** Nothing matches what was typed: these were probably meant. */
  readonly isGuess?: boolean
  readonly onPick: (variable: FieldVariable) => void
}

/** The completion under a template field: variables by the action that sets them, nearest first. */
export function VariableMenu({ id, variables, activeToken, isGuess = false, onPick }: VariableMenuProps) {
  return (
    <CompletionMenu
      id={id}
      label={inspectorTexts.variables}
      activeName={activeToken}
      nothing={variables.length === 0 ? inspectorTexts.noVariables : null}
    >
      {isGuess && (
        <div className={classes.nothing} aria-hidden="true">
          {variableTexts.didYouMean}
        </div>
      )}
      {groupVariables(variables).map((group) => (
        <Group key={group.nodeId ?? group.name} id={id} group={group} activeToken={activeToken} onPick={onPick} />
      ))}
    </CompletionMenu>
  )
}

interface GroupProps {
  readonly id: string
  readonly group: VariableGroup
  readonly activeToken: string | null
  readonly onPick: (variable: FieldVariable) => void
}

function Group({ id, group, activeToken, onPick }: GroupProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of options inside a list box, not of fields.
    <div role="group" aria-label={groupTitle(group)}>
      <GroupHead group={group} />
      {group.variables.map((variable) => (
        <CompletionOption
          key={variable.token}
          listId={id}
          name={variable.token}
          isActive={variable.token === activeToken}
          title={variable.title}
          onPick={() => onPick(variable)}
        >
          <VariablePill
            token={variable.token}
            words={variable.words}
            category={variable.producer?.category ?? 'logic'}
          />
          <span className={classes.sample}>{variable.shownSample}</span>
        </CompletionOption>
      ))}
    </div>
  )
}

const selectDefinitions = (state: EditorState) => state.definitions

function GroupHead({ group }: { readonly group: VariableGroup }) {
  const definitions = useEditor(selectDefinitions)
  const definition = definitions.get(group.type)
  return (
    <div className={classes.group} aria-hidden="true">
      {definition ? <Tile of={definition} size="xs" /> : <Icon of={IconCalendarClock} size={14} />}
      {groupTitle(group)}
      {sampleNote(group) !== null && <span className={classes.groupNote}>{sampleNote(group)}</span>}
    </div>
  )
}

export function groupTitle({ nodeId, name }: VariableGroup): string {
  return nodeId === null ? inspectorTexts.systemGroup : `#${nodeId} ${name}`
}

/** Where the values of a group were seen; null for samples of the definition. */
export function sampleNote({ variables }: VariableGroup): string | null {
  if (variables.some(({ sampleFrom }) => sampleFrom === 'test')) return variableTexts.lastTest
  if (variables.some(({ sampleFrom }) => sampleFrom === 'run')) return variableTexts.lastRun
  return variables.some(({ sampleFrom }) => sampleFrom === 'sample') ? variableTexts.keptSample : null
}
