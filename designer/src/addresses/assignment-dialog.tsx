import { Button, Modal } from '@mantine/core'
import { type AddressResource, addressesTitle, addressKey } from '@patchbay/shared/api'
import { useMemo, useState } from 'react'
import { addAction } from '../editing/add-action.ts'
import { useEditor, useEditorServices } from '../editing/editor-context.tsx'
import { channelOf, wordsOf } from '../editing/own-addresses.ts'
import type { EditorState } from '../editing/store/editor-state.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconPhone, IconPlus } from '../ui/icons.ts'
import { LoadError } from '../ui/load-error.tsx'
import { Note } from '../ui/note.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { type AssignmentTexts, assignmentTexts } from '../ui/texts/assignment.ts'
import { AddressRows } from './address-rows.tsx'
import { AssignmentActions } from './assignment-actions.tsx'
import { type AddressFilter, assignmentLosses, findAddresses, takenAddresses } from './assignment-facts.ts'
import classes from './number-assignment.module.css'
import { useAssignments } from './use-assignments.ts'

const selectFlowId = (state: EditorState) => state.flowId
const selectName = (state: EditorState) => state.document.name

/** The pop-up in which addresses of a channel are assigned: which of them start this flow. Works before the first deploy. */
export function AssignmentDialog({ channel }: { readonly channel: string }) {
  const { store } = useEditorServices()
  const name = useEditor(selectName)
  const trigger = useEditor(({ document, definitions }) =>
    document.nodes.find(({ type }) => channelOf(definitions.get(type)) === channel),
  )
  const catalog = useEditor((state) => state.catalog)
  const texts = useMemo(() => assignmentTexts(wordsOf(catalog, channel)), [catalog, channel])
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
              {trigger === undefined ? (
                <b>{name}</b>
              ) : (
                <>
                  {texts.intro.before} <b>{name}</b> {texts.intro.at} #{trigger.id} {trigger.name}.
                </>
              )}
            </p>
          </div>
          <Modal.CloseButton aria-label={texts.close} />
        </div>
        <Assignment
          channel={channel}
          texts={texts}
          hasTrigger={trigger !== undefined}
          onClose={() => store.getState().closeDialog()}
        />
      </Modal.Content>
    </Modal.Root>
  )
}

interface AssignmentProps {
  readonly channel: string
  readonly texts: AssignmentTexts
  readonly hasTrigger: boolean
  readonly onClose: () => void
}

function Assignment({ channel, texts, hasTrigger, onClose }: AssignmentProps) {
  const flowId = useEditor(selectFlowId)
  const assignments = useAssignments(flowId, channel)
  const page = useEditor(({ catalog }) => addressesTitle(catalog.channels ?? []))
  const { addresses, isPending, error, refetch } = assignments
  const [search, setSearch] = useState('')
  const [filter, setFilter] = useState<AddressFilter>('all')
  const [tickedKeys, setTicked] = useState<ReadonlySet<string>>(new Set())
  const shown = useMemo(() => findAddresses(addresses, filter, search), [addresses, filter, search])
  const ticked = addresses.filter((address) => tickedKeys.has(addressKey(address)))
  if (error) return <LoadError error={error} onRetry={() => void refetch()} />
  if (isPending) return <SkeletonRows rows={5} height={44} />
  // Addresses that the flow still has from before can be freed.
  if (!hasTrigger && !addresses.some((address) => address.flowId === flowId)) {
    return <NoTrigger channel={channel} texts={texts} />
  }
  return (
    <>
      <div className={classes.bar}>
        <SearchField label={texts.search} value={search} onChange={setSearch} className={classes.search} />
        <Segmented label={texts.show} value={filter} options={filterOptions(addresses, texts)} onChange={setFilter} />
        <span className="grow" />
        <AssignmentActions
          ticked={ticked}
          assignments={assignments}
          texts={texts}
          onDone={() => setTicked(new Set())}
        />
      </div>
      <div className={classes.table}>
        {shown.length === 0 ? (
          <EmptyState
            icon={IconPhone}
            title={addresses.length === 0 ? texts.noAddresses : texts.nothingFound}
            text={addresses.length === 0 ? texts.noAddressesText(page) : texts.nothingFoundText}
          />
        ) : (
          <AddressRows addresses={shown} flowId={flowId} texts={texts} ticked={tickedKeys} onTick={setTicked} />
        )}
      </div>
      <TakenNote ticked={ticked} all={addresses} flowId={flowId} texts={texts} />
      <div className={classes.foot}>
        <span className="sub grow">{texts.note}</span>
        <Button onClick={onClose}>{texts.close}</Button>
      </div>
    </>
  )
}

/** A flow that nobody can write to takes no address: the trigger comes first. */
function NoTrigger({ channel, texts }: Pick<AssignmentProps, 'channel' | 'texts'>) {
  const { store, board } = useEditorServices()
  const definition = useEditor(({ catalog }) => catalog.nodes.find((node) => channelOf(node) === channel))
  const add = definition && (
    <Button
      variant="filled"
      leftSection={<Icon of={IconPlus} />}
      onClick={() => {
        const centre = board.current?.centre()
        addAction(store, definition, centre ? { centre } : {})
      }}
    >
      {texts.addTrigger(definition.title)}
    </Button>
  )
  return (
    <div className={classes.noTrigger}>
      <EmptyState icon={IconPhone} title={texts.noTrigger} text={texts.noTriggerText} action={add} />
    </div>
  )
}

function filterOptions(addresses: readonly AddressResource[], texts: AssignmentTexts) {
  const free = findAddresses(addresses, 'free', '').length
  return [
    { value: 'all', label: texts.all(addresses.length) },
    { value: 'free', label: texts.free(free) },
    { value: 'used', label: texts.used(addresses.length - free) },
  ] as const
}

interface TakenNoteProps {
  readonly ticked: readonly AddressResource[]
  readonly all: readonly AddressResource[]
  readonly flowId: string
  readonly texts: AssignmentTexts
}

/** Names what Assign Flow would take away, before anything happens. */
function TakenNote({ ticked, all, flowId, texts }: TakenNoteProps) {
  const name = useEditor(selectName)
  const taken = takenAddresses(ticked, flowId)
  if (taken.length === 0) return null
  return (
    <div className={classes.note}>
      <Note tone="warn">
        <b>{taken.map((address) => texts.nowStarts(address.shown, address.flowName ?? '')).join(' ')}</b>{' '}
        {texts.moves(taken.length, name)} {assignmentLosses(taken, all).map(texts.leftWithout).join(' ')}{' '}
        {texts.canUndo}
      </Note>
    </div>
  )
}
