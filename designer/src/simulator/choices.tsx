import { Select } from '@mantine/core'
import { type AddressResource, addressKey } from '@patchbay/shared/api'
import type { ChannelKind } from '@patchbay/shared/nodes'
import { phone as phoneText } from '../ui/formats.ts'
import { Monogram } from '../ui/monogram.tsx'
import { simulatorTexts as texts } from '../ui/texts/simulator.ts'
import { keyOf, type Person, type Phone } from './phones.ts'
import classes from './simulator.module.css'

interface PersonChoiceProps {
  readonly person: Person
  readonly people: readonly Person[]
  readonly kinds: readonly ChannelKind[]
  /** Keys of the phones on the table. */
  readonly taken: readonly string[]
  readonly onChange: (phone: Phone) => void
}

/** Room for mark, name and number, also where the phone is narrower. */
const OPTION_WIDTH = 330

/** Whose phone it is, and with that its channel. */
export function PersonChoice({ person, people, kinds, taken, onChange }: PersonChoiceProps) {
  const known = people.some((other) => keyOf(other) === keyOf(person)) ? people : [...people, person]
  const byKey = new Map(known.map((one) => [keyOf(one), one]))
  const kindOf = ({ channel }: Phone) => kinds.find(({ id }) => id === channel)
  return (
    <Select
      aria-label={texts.phoneOn(kindOf(person)?.title ?? '')}
      classNames={{ input: classes.person ?? '' }}
      leftSection={<Monogram kind={kindOf(person)} />}
      leftSectionWidth={50}
      leftSectionPointerEvents="none"
      comboboxProps={{ width: OPTION_WIDTH, position: 'bottom-start' }}
      data={known.map((one) => ({
        value: keyOf(one),
        label: one.name,
        disabled: keyOf(one) !== keyOf(person) && taken.includes(keyOf(one)),
      }))}
      renderOption={({ option }) => {
        const one = byKey.get(option.value)
        return one === undefined ? option.label : <PersonOption person={one} kind={kindOf(one)} />
      }}
      value={keyOf(person)}
      onChange={(next) => {
        const one = next === null ? undefined : byKey.get(next)
        if (one !== undefined) onChange({ channel: one.channel, contact: one.contact })
      }}
    />
  )
}

function PersonOption({ person, kind }: { readonly person: Person; readonly kind: ChannelKind | undefined }) {
  const number = phoneText(person.contact)
  return (
    <span className={classes.personOption}>
      <Monogram kind={kind} />
      <span className="trunc">{person.name}</span>
      {number !== person.name && <span className={classes.aside}>{number}</span>}
    </span>
  )
}

interface AddressChoiceProps {
  readonly address: AddressResource
  /** The simulator's addresses on the channel of the phone. */
  readonly addresses: readonly AddressResource[]
  readonly onChange: (key: string) => void
}

/** To which of our addresses the phone writes. */
export function AddressChoice({ address, addresses, onChange }: AddressChoiceProps) {
  return (
    <Select
      aria-label={texts.to}
      data={addresses.map((one) => ({ value: addressKey(one), label: `${one.shown}  ${one.label}`.trim() }))}
      value={addressKey(address)}
      onChange={(next) => {
        if (next !== null) onChange(next)
      }}
    />
  )
}
