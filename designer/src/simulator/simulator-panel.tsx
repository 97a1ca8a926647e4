import { ActionIcon, Button, Select } from '@mantine/core'
import {
  type AddressResource,
  type AddressWords,
  addressKey,
  addressWords,
  SIMULATOR,
  SMS_CHANNEL,
} from '@patchbay/shared/api'
import { listenedChannels } from '@patchbay/shared/flow'
import { useEffect, useState } from 'react'
import { useAddresses } from '../api/queries.ts'
import { useEditor, useEditorStore } from '../editing/editor-context.tsx'
import { kindOf } from '../editing/own-addresses.ts'
import type { EditorState } from '../editing/store/editor-state.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { addressText, phone } from '../ui/formats.ts'
import { Icon } from '../ui/icon.tsx'
import { IconDeviceMobileMessage, IconEraser, IconPhone, IconX } from '../ui/icons.ts'
import { simulatorTexts } from '../ui/texts/simulator.ts'
import { Compose } from './compose.tsx'
import { contactsOf } from './contacts.ts'
import classes from './simulator.module.css'
import { Thread } from './thread.tsx'
import { useClearedAt } from './use-cleared-at.ts'

const texts = simulatorTexts
const selectFlowId = (state: EditorState) => state.flowId
const selectCopied = (state: EditorState) => state.simulatorText
const selectLive = (state: EditorState) => state.live
const selectCatalog = (state: EditorState) => state.catalog
const selectChannel = ({ document, definitions }: EditorState) =>
  listenedChannels(document, (node) => definitions.of(node))[0] ?? SMS_CHANNEL

const none: readonly AddressResource[] = []

/** A phone beside the board: writes to the live flow and shows what comes back. */
export function SimulatorPanel() {
  const store = useEditorStore()
  const flowId = useEditor(selectFlowId)
  const listened = useEditor(selectChannel)
  const catalog = useEditor(selectCatalog)
  const { data: addresses = none, isPending } = useAddresses()
  const own = addresses.filter((address) => address.flowId === flowId && address.accountId === SIMULATOR)
  const [chosen, setChosen] = useState<string | null>(null)
  const to = own.find((address) => addressKey(address) === chosen) ?? own[0]
  const channel = to?.channel ?? listened
  const kind = kindOf(catalog, channel)
  const words = addressWords(kind)
  const people = contactsOf(kind)
  const [picked, setContact] = useState<Picked | null>(null)
  const contact = picked?.channel === channel ? picked.contact : (people[0]?.value ?? '')
  const copied = useEditor(selectCopied)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a copied contact belongs to the channel shown at that moment.
  useEffect(() => {
    if (copied?.contact) setContact({ channel, contact: copied.contact })
  }, [copied])
  const [clearedAt, clear] = useClearedAt(to === undefined ? '' : keyOf(to), contact)
  return (
    <aside className={classes.panel} aria-label={texts.title}>
      <Head words={words} onClear={to ? clear : null} onClose={() => store.getState().showPanel('configurations')} />
      {to ? (
        <>
          <div className={classes.who}>
            <Party
              label={texts.from}
              value={contact}
              options={optionsWith(people, contact)}
              onChange={(next) => setContact({ channel, contact: next })}
            />
            <Party label={texts.to} value={addressKey(to)} options={own.map(addressOption)} onChange={setChosen} />
          </div>
          <Thread address={to} kind={kind} contact={contact} clearedAt={clearedAt} />
          <Compose from={contact} to={to} words={words} />
        </>
      ) : (
        !isPending && (
          <NoAddress words={words} onAssign={() => store.getState().openDialog({ kind: 'addresses', channel })} />
        )
      )}
    </aside>
  )
}

interface Picked {
  readonly channel: string
  readonly contact: string
}

interface Option {
  readonly value: string
  readonly label: string
}

/** What the browser remembers a cleared conversation by. */
function keyOf({ channel, value }: AddressResource): string {
  return channel === SMS_CHANNEL ? value : `${channel} ${value}`
}

/** A contact that came with a copied run may be none of the made-up ones. */
function optionsWith(people: readonly Option[], contact: string): readonly Option[] {
  const isKnown = people.some(({ value }) => value === contact)
  return isKnown ? people : [...people, { value: contact, label: phone(contact) }]
}

function addressOption(address: AddressResource): Option {
  return { value: addressKey(address), label: `${addressText(address)}  ${address.label}` }
}

interface HeadProps {
  readonly words: AddressWords
  readonly onClear: (() => void) | null
  readonly onClose: () => void
}

function Head({ words, onClear, onClose }: HeadProps) {
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
      {onClear && (
        <ActionIcon aria-label={texts.clear} title={texts.clear} onClick={onClear}>
          <Icon of={IconEraser} />
        </ActionIcon>
      )}
      <ActionIcon aria-label={texts.close} title={texts.close} onClick={onClose}>
        <Icon of={IconX} />
      </ActionIcon>
    </div>
  )
}

interface PartyProps {
  readonly label: string
  readonly value: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly onChange: (value: string) => void
}

function Party({ label, value, options, onChange }: PartyProps) {
  return (
    <div className={classes.party}>
      <span aria-hidden="true">{label}</span>
      <Select
        aria-label={label}
        data={[...options]}
        value={value}
        onChange={(next) => {
          if (next !== null) onChange(next)
        }}
      />
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
