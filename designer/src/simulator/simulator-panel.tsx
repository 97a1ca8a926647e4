import { Button } from '@mantine/core'
import { type AddressResource, type AddressWords, addressWords, SIMULATOR, SMS_CHANNEL } from '@patchbay/shared/api'
import { listenedChannels } from '@patchbay/shared/flow'
import { ANY_CHANNEL } from '@patchbay/shared/nodes'
import { type ReactNode, useEffect, useRef } from 'react'
import { useAddresses } from '../api/queries.ts'
import { useEditor, useEditorStore } from '../editing/editor-context.tsx'
import { kindOf, wordsOf } from '../editing/own-addresses.ts'
import type { EditorState, TestVersion } from '../editing/store/editor-state.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { IconDeviceMobileMessage, IconPhone } from '../ui/icons.ts'
import { simulatorTexts as texts } from '../ui/texts/simulator.ts'
import { useFitsTwoPanels } from '../ui/window-size.ts'
import { draftAddresses } from './draft-addresses.ts'
import { PhoneTabs } from './phone-tabs.tsx'
import { PhoneView } from './phone-view.tsx'
import { firstShown, peopleOf, placeFor } from './phones.ts'
import classes from './simulator.module.css'
import { TestHead } from './test-head.tsx'
import { usePhones } from './use-phones.ts'

const selectFlowId = (state: EditorState) => state.flowId
const selectCopied = (state: EditorState) => state.simulatorText
const selectCatalog = (state: EditorState) => state.catalog
const selectChannel = ({ document, definitions }: EditorState) => {
  const channels = listenedChannels(document, (node) => definitions.of(node))
  return channels.find((channel) => channel !== ANY_CHANNEL) ?? channels[0] ?? SMS_CHANNEL
}

/** As one text, so that it is the same as long as nothing changes. */
const selectChannels = ({ document, definitions }: EditorState) =>
  listenedChannels(document, (node) => definitions.of(node)).join(' ')

const none: readonly AddressResource[] = []

interface SimulatorPanelProps {
  readonly version: TestVersion
  /** Which of several triggers starts the test. */
  readonly choice?: ReactNode
}

/** Phones beside the board: they write to the draft or to what is live, and show what comes back. */
export function SimulatorPanel({ version, choice }: SimulatorPanelProps) {
  const store = useEditorStore()
  const flowId = useEditor(selectFlowId)
  const listened = useEditor(selectChannel)
  const heard = useEditor(selectChannels)
  const catalog = useEditor(selectCatalog)
  const { data: addresses = none, isPending } = useAddresses()
  const own = addresses.filter((address) => address.flowId === flowId && address.accountId === SIMULATOR)
  const reached = version === 'live' ? own : draftAddresses(addresses, flowId, heard.split(' '))
  const words = wordsOf(catalog, listened)
  const assign = () => store.getState().openDialog({ kind: 'addresses', channel: listened })
  return reached.length > 0 ? (
    <Table key={version} own={reached} version={version} choice={choice} />
  ) : (
    <aside className={classes.panel} aria-label={texts.title}>
      <Head version={version} words={words} />
      {choice}
      {!isPending && <NoAddress words={words} onAssign={assign} />}
    </aside>
  )
}

interface TableProps {
  /** Addresses that the phones may write to: at least one. */
  readonly own: readonly AddressResource[]
  readonly version: TestVersion
  readonly choice: ReactNode
}

/** The phones, as many side by side as the window has room for; the others have tabs. */
function Table({ own, version, choice }: TableProps) {
  const flowId = useEditor(selectFlowId)
  const catalog = useEditor(selectCatalog)
  const copied = useEditor(selectCopied)
  const channels = [...new Set(own.map(({ channel }) => channel))]
  const kinds = channels.flatMap((channel) => kindOf(catalog, channel) ?? [])
  const people = peopleOf(kinds)
  const phones = usePhones(flowId, people)
  const { list, active } = phones
  const fit = useFitsTwoPanels() ? 2 : 1
  const before = useRef(0)
  const first = firstShown(active, list.length, fit, before.current)
  useEffect(() => {
    before.current = first
  }, [first])
  const shown = list.slice(first, first + fit)
  const target = copied === null ? active : placeFor(copied, list, active)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a copied contact is for the phones of that moment.
  useEffect(() => {
    if (copied === null) return
    const { channel, contact } = copied
    if (target !== active) phones.activate(target)
    else if (channel !== null && contact !== null && channels.includes(channel))
      phones.change(active, { channel, contact })
  }, [copied])
  return (
    <aside className={classes.panel} aria-label={texts.title} data-phones={shown.length}>
      <Head version={version} words={addressWords(kinds[0])} onAdd={phones.add} />
      {choice}
      {version === 'draft' && <p className={classes.draftNote}>{texts.draftNote(addressWords(kinds[0]))}</p>}
      {list.length > fit && <PhoneTabs phones={phones} people={people} kinds={kinds} />}
      <div className={classes.phones}>
        {shown.map((phone, place) => {
          const index = first + place
          return (
            <PhoneView
              key={phone.id}
              phone={phone}
              draftOf={version === 'draft' ? flowId : undefined}
              people={people}
              kinds={kinds}
              own={own}
              taken={list}
              copied={index === target ? copied : null}
              onUse={() => phones.activate(index)}
              onChange={(changed) => phones.change(index, changed)}
              onRemove={list.length > 1 ? () => phones.remove(index) : null}
            />
          )
        })}
      </div>
    </aside>
  )
}

interface HeadProps {
  readonly version: TestVersion
  readonly words: AddressWords
  readonly onAdd?: (() => void) | undefined
}

function Head({ version, words, onAdd }: HeadProps) {
  return (
    <TestHead
      icon={IconDeviceMobileMessage}
      title={texts.title}
      sub={texts.writesTo[version](words)}
      closeLabel={texts.close}
      onAdd={onAdd}
    />
  )
}

interface NoAddressProps {
  readonly words: AddressWords
  readonly onAssign: () => void
}

function NoAddress({ words, onAssign }: NoAddressProps) {
  return (
    <div className={classes.center}>
      <EmptyState
        icon={IconPhone}
        title={texts.noAddress(words)}
        text={texts.noAddressText(words)}
        action={
          <Button size="sm" onClick={onAssign}>
            {words.assign}
          </Button>
        }
      />
    </div>
  )
}
