import { ActionIcon, Tooltip } from '@mantine/core'
import { type BoardNote, type Flow, updateNote } from '@patchbay/shared/flow'
import { type NodeProps, NodeResizer, type ResizeParams } from '@xyflow/react'
import { type KeyboardEvent, memo } from 'react'
import { commandTitle } from '../commands/command.ts'
import { deleteSelection } from '../commands/delete-selection.ts'
import { duplicateSelection } from '../commands/duplicate-selection.ts'
import { editNote } from '../commands/note-commands.ts'
import { useCommand } from '../commands/use-command.ts'
import { LEAST_NOTE_SIZE } from '../editing/blocks/note-size.ts'
import { useEditor, useEditorServices } from '../editing/editor-context.tsx'
import type { EditorState } from '../editing/store/editor-state.ts'
import { belongsToIme } from '../ui/belongs-to-ime.ts'
import { Icon } from '../ui/icon.tsx'
import { joinClasses } from '../ui/join-classes.ts'
import { holdsCommandKey } from '../ui/system-keys.ts'
import { boardToolTexts } from '../ui/texts/board-tools.ts'
import { blockClasses } from './block-styles.ts'
import classes from './board.module.css'
import type { NoteNode } from './to-canvas.ts'

const texts = boardToolTexts.notes
const commands = [editNote, duplicateSelection, deleteSelection] as const
const selectIsFixed = ({ shownRun, canEdit }: EditorState) => shownRun !== null || !canEdit

/** A sticky note: plain paper under the blocks. */
export const NoteBlock = memo(function NoteBlock({ data: { noteId }, selected }: NodeProps<NoteNode>) {
  const note = useEditor((state) => notesOf(state.document).get(noteId))
  // Between a removal and React Flow hearing of it there is nothing to draw.
  return note ? <Paper note={note} selected={selected} /> : null
})

function Paper({ note, selected }: { readonly note: BoardNote; readonly selected: boolean }) {
  const { store } = useEditorServices()
  const isFixed = useEditor(selectIsFixed)
  const isEditing = useEditor((state) => state.editedNote === note.id) && !isFixed
  const isOnly = useEditor(isOneNoteSelected)
  const { apply, editNote: edit, select } = store.getState()
  const resize = (_: unknown, { x, y, width, height }: ResizeParams) =>
    apply((flow) => updateNote(flow, note.id, { position: { x, y }, size: roundedSize(width, height) }))
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; this is a labelled thing on the board.
    <div
      className={joinClasses(classes.note, selected && classes.noteSelected)}
      role="group"
      aria-label={texts.note(note.id)}
      data-note-id={note.id}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: Enter types in it, Alt and arrows move it, Delete removes it.
      tabIndex={0}
      onFocus={(event) => {
        const byKeys = event.target === event.currentTarget && event.currentTarget.matches(':focus-visible')
        if (byKeys) select({ nodeIds: [], connection: null, noteIds: [note.id] })
      }}
      onDoubleClick={() => edit(note.id)}
    >
      {selected && isOnly && !isFixed && (
        <>
          <NodeResizer
            minWidth={LEAST_NOTE_SIZE.width}
            minHeight={LEAST_NOTE_SIZE.height}
            handleClassName={classes.noteHandle ?? ''}
            lineClassName={classes.noteLine ?? ''}
            onResizeEnd={resize}
          />
          {!isEditing && <NoteTools noteId={note.id} />}
        </>
      )}
      {isEditing ? <NoteField note={note} /> : <p className={classes.noteText}>{note.text || texts.placeholder}</p>}
    </div>
  )
}

const isOneNoteSelected = ({ selection: { nodeIds, noteIds } }: EditorState): boolean =>
  nodeIds.length === 0 && noteIds?.length === 1

function NoteTools({ noteId }: { readonly noteId: number }) {
  return (
    <div className={`${blockClasses.tools} nodrag nopan`} role="toolbar" aria-label={texts.tools(noteId)}>
      {commands.map((command) => (
        <Tool key={command.id} command={command} />
      ))}
    </div>
  )
}

function Tool({ command }: { readonly command: (typeof commands)[number] }) {
  const { title, isEnabled, run } = useCommand(command)
  return (
    <Tooltip label={commandTitle(command, title)}>
      <ActionIcon aria-label={title} disabled={!isEnabled} onClick={run}>
        <Icon of={command.icon} />
      </ActionIcon>
    </Tooltip>
  )
}

/** Esc, Ctrl Enter and leaving end the typing; all of it is one step of undo. */
function NoteField({ note }: { readonly note: BoardNote }) {
  const { store } = useEditorServices()
  const { apply, editNote: edit, endBurst } = store.getState()
  const end = () => {
    endBurst()
    if (store.getState().editedNote === note.id) edit(null)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    event.stopPropagation()
    if (belongsToIme(event)) return
    if (event.key !== 'Escape' && !(event.key === 'Enter' && holdsCommandKey(event))) return
    event.preventDefault()
    const paper = event.currentTarget.closest<HTMLElement>('[data-note-id]')
    end()
    paper?.focus()
  }
  return (
    <textarea
      className={`${classes.noteField} nodrag nopan nowheel`}
      aria-label={texts.text}
      placeholder={texts.placeholder}
      maxLength={10_000}
      // biome-ignore lint/a11y/noAutofocus: the field appears because somebody asked to type in it.
      autoFocus
      defaultValue={note.text}
      onFocus={({ currentTarget }) => currentTarget.setSelectionRange(note.text.length, note.text.length)}
      onChange={({ currentTarget: { value } }) =>
        apply((flow) => updateNote(flow, note.id, { text: value }), { policy: 'merge', mergeKey: `note:${note.id}` })
      }
      onKeyDown={onKeyDown}
      onBlur={end}
    />
  )
}

function roundedSize(width: number, height: number): BoardNote['size'] {
  return { width: Math.round(width), height: Math.round(height) }
}

const byNotes = new WeakMap<Flow['notes'], ReadonlyMap<number, BoardNote>>()

function notesOf({ notes }: Flow): ReadonlyMap<number, BoardNote> {
  const known = byNotes.get(notes)
  if (known) return known
  const map = new Map(notes.map((note) => [note.id, note]))
  byNotes.set(notes, map)
  return map
}
