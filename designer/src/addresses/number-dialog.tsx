import { Button, Modal } from '@mantine/core'
import type { NumberResource } from '@patchbay/shared/api'
import { useMemo, useState } from 'react'
import { useEditor, useEditorServices } from '../editing/editor-context.tsx'
import type { EditorState } from '../editing/store/editor-state.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { phone } from '../ui/formats.ts'
import { IconPhone } from '../ui/icons.ts'
import { LoadError } from '../ui/load-error.tsx'
import { Note } from '../ui/note.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { numberTexts } from '../ui/texts/number-assignment.ts'
import { AssignmentActions } from './assignment-actions.tsx'
import { assignmentLosses, findNumbers, type NumberFilter, takenNumbers } from './assignment-facts.ts'
import classes from './number-assignment.module.css'
import { NumberRows } from './number-rows.tsx'
import { useAssignments } from './use-assignments.ts'

const texts = numberTexts
const selectFlowId = (state: EditorState) => state.flowId
const selectName = (state: EditorState) => state.document.name
const selectTrigger = ({ document }: EditorState) => document.nodes.find(({ type }) => type === 'inbound-sms')

/** The Number Assignment pop-up: which numbers start this flow. Works before the first deploy. */
export function NumberDialog() {
  const { store } = useEditorServices()
  const name = useEditor(selectName)
  const trigger = useEditor(selectTrigger)
  return (
    <Modal.Root
      opened
      onClose={() => store.getState().closeDialog()}
      size={880}
      centered
      classNames={{ content: classes.dialog ?? '' }}
    >
      <Modal.Overlay />
      <Modal.Content radius="xl">
        <div className={classes.head}>
          <div className="grow">
            <Modal.Title>{texts.title}</Modal.Title>
            <p className={classes.intro}>
              {texts.intro.before} <b>{name}</b>
              {trigger ? ` ${texts.intro.at} #${trigger.id} ${trigger.name}.` : '.'}
            </p>
          </div>
          <Modal.CloseButton aria-label={texts.close} />
        </div>
        <Assignment onClose={() => store.getState().closeDialog()} />
      </Modal.Content>
    </Modal.Root>
  )
}

function Assignment({ onClose }: { readonly onClose: () => void }) {
  const flowId = useEditor(selectFlowId)
  const assignments = useAssignments(flowId)
  const { numbers, isPending, error, refetch } = assignments
  const [search, setSearch] = useState('')
  const [filter, setFilter] = useState<NumberFilter>('all')
  const [tickedNumbers, setTicked] = useState<ReadonlySet<string>>(new Set())
  const shown = useMemo(() => findNumbers(numbers, filter, search), [numbers, filter, search])
  const ticked = numbers.filter(({ number }) => tickedNumbers.has(number))
  if (error) return <LoadError error={error} onRetry={() => void refetch()} />
  if (isPending) return <SkeletonRows rows={5} height={44} />
  return (
    <>
      <div className={classes.bar}>
        <SearchField label={texts.search} value={search} onChange={setSearch} className={classes.search} />
        <Segmented label={texts.show} value={filter} options={filterOptions(numbers)} onChange={setFilter} />
        <span className="grow" />
        <AssignmentActions ticked={ticked} assignments={assignments} onDone={() => setTicked(new Set())} />
      </div>
      <div className={classes.table}>
        {shown.length === 0 ? (
          <EmptyState
            icon={IconPhone}
            title={numbers.length === 0 ? texts.noNumbers : texts.nothingFound}
            text={numbers.length === 0 ? texts.noNumbersText : texts.nothingFoundText}
          />
        ) : (
          <NumberRows numbers={shown} flowId={flowId} ticked={tickedNumbers} onTick={setTicked} />
        )}
      </div>
      <TakenNote ticked={ticked} all={numbers} flowId={flowId} />
      <div className={classes.foot}>
        <span className="sub grow">{texts.note}</span>
        <Button onClick={onClose}>{texts.close}</Button>
      </div>
    </>
  )
}

function filterOptions(numbers: readonly NumberResource[]) {
  const free = findNumbers(numbers, 'free', '').length
  return [
    { value: 'all', label: texts.all(numbers.length) },
    { value: 'free', label: texts.free(free) },
    { value: 'used', label: texts.used(numbers.length - free) },
  ] as const
}

interface TakenNoteProps {
  readonly ticked: readonly NumberResource[]
  readonly all: readonly NumberResource[]
  readonly flowId: string
}

/** Names what Assign Flow would take away, before anything happens. */
function TakenNote({ ticked, all, flowId }: TakenNoteProps) {
  const name = useEditor(selectName)
  const taken = takenNumbers(ticked, flowId)
  if (taken.length === 0) return null
  return (
    <div className={classes.note}>
      <Note tone="warn">
        <b>{taken.map(({ number, flowName }) => texts.nowStarts(phone(number), flowName ?? '')).join(' ')}</b>{' '}
        {texts.moves(taken.length, name)} {assignmentLosses(taken, all).map(texts.leftWithout).join(' ')}{' '}
        {texts.canUndo}
      </Note>
    </div>
  )
}
