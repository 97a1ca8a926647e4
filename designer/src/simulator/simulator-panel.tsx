import { ActionIcon, Button } from '@mantine/core'
import { type AddressResource, type AddressWords, addressWords, SIMULATOR, SMS_CHANNEL } from '@patchbay/shared/api'
import { listenedChannels } from '@patchbay/shared/flow'
import { ANY_CHANNEL } from '@patchbay/shared/nodes'
import { useEffect, useRef } from 'react'
import { useAddresses } from '../api/queries.ts'
import { useEditor, useEditorStore } from '../editing/editor-context.tsx'
import { kindOf, wordsOf } from '../editing/own-addresses.ts'
import type { EditorState } from '../editing/store/editor-state.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconDeviceMobileMessage, IconPhone, IconPlus, IconX } from '../ui/icons.ts'
import { simulatorTexts as texts } from '../ui/texts/simulator.ts'
import { useFitsTwoPanels } from '../ui/window-size.ts'
import { PhoneTabs } from './phone-tabs.tsx'
import { PhoneView } from './phone-view.tsx'
import { firstShown, peopleOf, placeFor } from './phones.ts'
import classes from './simulator.module.css'
import { usePhones } from './use-phones.ts'

const selectFlowId = (state: EditorState) => state.flowId
const selectCopied = (state: EditorState) => state.simulatorText
const selectLive = (state: EditorState) => state.live
const selectCatalog = (state: EditorState) => state.catalog
const selectChannel = ({ document, definitions }: EditorState) => {
  const channels = listenedChannels(document, (node) => definitions.of(node))
  return channels.find((channel) => channel !== ANY_CHANNEL) ?? channels[0] ?? SMS_CHANNEL
}

const none: readonly AddressResource[] = []

/** Phones beside the board: they write to the live flow and show what comes back. */
export function SimulatorPanel() {
  const store = useEditorStore()
  const flowId = useEditor(selectFlowId)
  const listened = useEditor(selectChannel)
  const catalog = useEditor(selectCatalog)
  const { data: addresses = none, isPending } = useAddresses()
  const own = addresses.filter((address) => address.flowId === flowId && address.accountId === SIMULATOR)
  const words = wordsOf(catalog, listened)
  const close = () => store.getState().showPanel('configurations')
  const assign = () => store.getState().openDialog({ kind: 'addresses', channel: listened })
  return own.length > 0 ? (
    <Table own={own} onClose={close} />
  ) : (
    <aside className={classes.panel} aria-label={texts.title}>
      <Head words={words} onClose={close} />
      {!isPending && <NoAddress words={words} onAssign={assign} />}
    </aside>
  )
}

interface TableProps {
  /** Addresses of the simulator that start the flow: at least one. */
  readonly own: readonly AddressResource[]
  readonly onClose: () => void
}

/** The phones, as many side by side as the window has room for; the others have tabs. */
function Table({ own, onClose }: TableProps) {
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
      <Head words={addressWords(kinds[0])} onAdd={phones.add} onClose={onClose} />
      {list.length > fit && <PhoneTabs phones={phones} people={people} kinds={kinds} />}
      <div className={classes.phones}>
        {shown.map((phone, place) => {
          const index = first + place
          return (
            <PhoneView
              key={phone.id}
              phone={phone}
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
  readonly words: AddressWords
  readonly onAdd?: (() => void) | undefined
  readonly onClose: () => void
}

function Head({ words, onAdd, onClose }: HeadProps) {
  const live = useEditor(selectLive)
  return (
    <div className={classes.head}>
      <span className={classes.tile}>
        <Icon of={IconDeviceMobileMessage} size={17} />
      </span>
      <div className="grow">
        <h2>{texts.title}</h2>
        <div className="sub">
          {live ? (
            <>
              {texts.runs} <b className="num">{texts.version(live.version)}</b>
            </>
          ) : (
            `${texts.nothingLive}. ${texts.deployFirst(words)}`
          )}
        </div>
      </div>
      {onAdd && (
        <ActionIcon aria-label={texts.addPhone} title={texts.addPhone} onClick={onAdd}>
          <Icon of={IconPlus} />
        </ActionIcon>
      )}
      <ActionIcon aria-label={texts.close} title={texts.close} onClick={onClose}>
        <Icon of={IconX} />
      </ActionIcon>
    </div>
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
