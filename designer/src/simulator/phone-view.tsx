import { ActionIcon, Menu } from '@mantine/core'
import { type AddressResource, addressKey, SMS_CHANNEL } from '@patchbay/shared/api'
import type { ChannelKind } from '@patchbay/shared/nodes'
import { useState } from 'react'
import type { SimulatorText } from '../editing/store/views-slice.ts'
import { Icon } from '../ui/icon.tsx'
import { IconDots, IconEraser, IconTrash } from '../ui/icons.ts'
import { joinClasses } from '../ui/join-classes.ts'
import { simulatorTexts as texts } from '../ui/texts/simulator.ts'
import { AddressChoice, PersonChoice } from './choices.tsx'
import { Compose } from './compose.tsx'
import { keyOf, type Person, type Phone, personOf } from './phones.ts'
import classes from './simulator.module.css'
import { Thread } from './thread.tsx'
import { useClearedAt } from './use-cleared-at.ts'
import { useSending } from './use-sending.ts'

interface PhoneViewProps {
  readonly phone: Phone
  /** The flow whose draft it writes to; undefined where it writes to what is live. */
  readonly draftOf: string | undefined
  readonly people: readonly Person[]
  readonly kinds: readonly ChannelKind[]
  /** Addresses of the simulator that start the flow, on all channels. */
  readonly own: readonly AddressResource[]
  /** All phones on the table, this one included. */
  readonly taken: readonly Phone[]
  /** What a run was started with, on its way into this phone. */
  readonly copied: SimulatorText | null
  readonly onUse: () => void
  readonly onChange: (phone: Phone) => void
  /** Null for the only phone. */
  readonly onRemove: (() => void) | null
}

/** One phone: whose it is, to whom it writes, and the conversation. */
export function PhoneView(props: PhoneViewProps) {
  const { phone, draftOf, people, kinds, own, taken, copied, onUse, onChange, onRemove } = props
  const kind = kinds.find(({ id }) => id === phone.channel)
  const ours = own.filter(({ channel }) => channel === phone.channel)
  const [chosen, setChosen] = useState<string | null>(null)
  const to = ours.find((address) => addressKey(address) === chosen) ?? ours[0]
  const person = personOf(phone, people)
  const [clearedAt, clear] = useClearedAt(to === undefined ? '' : clearedKey(to, draftOf), phone.contact)
  const sending = useSending(phone, to, draftOf)
  if (to === undefined) return null
  return (
    <section className={classes.phone} aria-label={texts.phoneOf(person.name, kind?.title ?? '')} onFocus={onUse}>
      <div className={classes.who}>
        <div className={classes.party}>
          <span aria-hidden="true">{texts.phone}</span>
          <PersonChoice person={person} people={people} kinds={kinds} taken={taken.map(keyOf)} onChange={onChange} />
          <More onClear={clear} onRemove={onRemove} />
        </div>
        <div className={joinClasses(classes.party, classes.toParty)}>
          <span aria-hidden="true">{texts.to}</span>
          <AddressChoice address={to} addresses={ours} onChange={setChosen} />
        </div>
      </div>
      <Thread phone={phone} address={to} kind={kind} clearedAt={clearedAt} sending={sending} />
      <Compose phone={phone} address={to} kind={kind} copied={copied} sending={sending} />
    </section>
  )
}

/** What the browser remembers a cleared conversation by. */
function clearedKey({ channel, value }: AddressResource, draftOf = ''): string {
  return `${channel === SMS_CHANNEL ? '' : `${channel} `}${value}${draftOf === '' ? '' : ` ${draftOf}`}`
}

function More({ onClear, onRemove }: { readonly onClear: () => void; readonly onRemove: (() => void) | null }) {
  return (
    <Menu position="bottom-end" width={210}>
      <Menu.Target>
        <ActionIcon aria-label={texts.more} title={texts.more}>
          <Icon of={IconDots} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Icon of={IconEraser} />} onClick={onClear}>
          {texts.clear}
        </Menu.Item>
        {onRemove && (
          <Menu.Item leftSection={<Icon of={IconTrash} />} onClick={onRemove}>
            {texts.removePhone}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
