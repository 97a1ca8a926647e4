import { Select } from '@mantine/core'
import { type AddressResource, addressKey, wordsOfListened } from '@patchbay/shared/api'
import { isSurelySet } from '@patchbay/shared/flow'
import { ANY_CHANNEL, type ChannelKind, hearsChannel } from '@patchbay/shared/nodes'
import { useMemo, useState } from 'react'
import { useAddresses } from '../../api/queries.ts'
import { useEditor } from '../../editing/editor-context.tsx'
import { SAME_ADDRESS, sendsThrough } from '../../editing/own-addresses.ts'
import { Monogram } from '../../ui/monogram.tsx'
import { type SenderTexts, senderTexts } from '../../ui/texts/senders.ts'
import { withDescription } from '../../ui/with-description.ts'
import { FieldFrame, type FrameIds } from '../form/field-frame.tsx'
import formClasses from '../form/form.module.css'
import { useForm } from '../form/form-context.tsx'
import { findSender, readSender, type SenderChoice, senderText } from './sender-choices.ts'
import { VariableInput } from './variable-input.tsx'
import { asText, type WidgetProps } from './widget-props.ts'

const SAME = 'same'
const FOREIGN = 'foreign'
const VARIABLE = 'variable'
const none: readonly AddressResource[] = []
const noKinds: readonly ChannelKind[] = []

/** Room for mark, number and label, also where the field is narrower. */
const OPTION_WIDTH = 310

/** Which of our addresses a message comes from: one of them, the one that was written to, or a variable. */
export function SenderWidget({ field }: WidgetProps) {
  const form = useForm()
  const [isTyped, setTyped] = useState(false)
  const { addresses, channel, isSameOffered, texts } = useSenders()
  const choice = readSender(asText(field.value), addresses)
  const isVariable = isTyped || choice.kind === 'variable'
  const toList = isVariable && (
    <button
      type="button"
      className="link"
      onClick={() => {
        setTyped(false)
        if (choice.kind === 'variable') form.set(field.path, isSameOffered ? SAME_ADDRESS : '')
      }}
    >
      {texts.choose}
    </button>
  )
  const choose = (value: string | null) => {
    if (value === VARIABLE) {
      setTyped(true)
      form.set(field.path, '')
    } else if (value === SAME) form.set(field.path, SAME_ADDRESS)
    else if (value !== null) {
      const address = findSender(value, addresses)
      if (address !== undefined) form.set(field.path, senderText(address, channel !== undefined))
    }
  }
  return (
    <FieldFrame field={field} action={toList || undefined}>
      {(ids) =>
        isVariable ? (
          <VariableInput field={field} ids={ids} />
        ) : (
          <SenderSelect
            ids={ids}
            choice={choice}
            addresses={addresses}
            isSameOffered={isSameOffered}
            texts={texts}
            onChange={choose}
            onBlur={() => form.touch(field.path)}
          />
        )
      }
    </FieldFrame>
  )
}

/** The addresses that the action may send from, and how its channel speaks of them. */
function useSenders() {
  const { nodeId, type, typeVersion } = useForm()
  const channel = useEditor(({ definitions }) => sendsThrough(definitions.of({ type, typeVersion })))
  const catalog = useEditor((state) => state.catalog)
  const isSameOffered = useEditor(({ document, catalog }) => isSurelySet(document, catalog, nodeId, sameAddressPath))
  const { data = none } = useAddresses()
  const addresses = useMemo(
    () => data.filter((address) => hearsChannel(channel ?? ANY_CHANNEL, address.channel)),
    [data, channel],
  )
  const words = wordsOfListened(channel ?? ANY_CHANNEL, catalog.channels ?? noKinds)
  return { addresses, channel, isSameOffered, texts: senderTexts(words) }
}

const sameAddressPath = [SAME_ADDRESS.slice(1)]

interface SenderSelectProps {
  readonly ids: FrameIds
  readonly choice: SenderChoice
  readonly addresses: readonly AddressResource[]
  readonly isSameOffered: boolean
  readonly texts: SenderTexts
  readonly onChange: (value: string | null) => void
  readonly onBlur: () => void
}

function SenderSelect({ ids, choice, addresses, isSameOffered, texts, onChange, onBlur }: SenderSelectProps) {
  const channels = useEditor(({ catalog }) => catalog.channels ?? noKinds)
  const hasSeveral = new Set(addresses.map(({ channel }) => channel)).size > 1
  const rest = [
    ...addresses.map((address) => ({ value: addressKey(address), label: address.shown })),
    ...(choice.kind === 'foreign' ? [{ value: FOREIGN, label: choice.text, disabled: true }] : []),
    { value: VARIABLE, label: texts.variable },
  ]
  const same = isSameOffered || choice.kind === 'same' ? [{ value: SAME, label: texts.same }] : []
  return (
    <Select
      id={ids.inputId}
      data={[...same, ...rest]}
      value={optionOf(choice)}
      placeholder={texts.placeholder}
      searchable={addresses.length > 8}
      allowDeselect={false}
      error={ids.hasError}
      aria-required
      {...withDescription(ids.describedBy)}
      comboboxProps={{ width: OPTION_WIDTH, position: 'bottom-end' }}
      renderOption={({ option }) => {
        const address = findSender(option.value, addresses)
        if (address === undefined)
          return <Option title={option.label} aside={option.value === SAME ? texts.sameHelp : ''} />
        const kind = channels.find(({ id }) => id === address.channel)
        return <Option title={option.label} aside={address.label} kind={hasSeveral ? kind : undefined} />
      }}
      onChange={onChange}
      onBlur={onBlur}
    />
  )
}

interface OptionProps {
  readonly title: string
  readonly aside: string
  readonly kind?: ChannelKind | undefined
}

function Option({ title, aside, kind }: OptionProps) {
  return (
    <span className={formClasses.sender}>
      <Monogram kind={kind} />
      <span className="num">{title}</span>
      {aside !== '' && <span className={formClasses.senderLabel}>{aside}</span>}
    </span>
  )
}

function optionOf(choice: SenderChoice): string | null {
  if (choice.kind === 'same') return SAME
  if (choice.kind === 'own') return addressKey(choice.address)
  return choice.kind === 'foreign' ? FOREIGN : null
}
