import type { ChannelKind } from '@patchbay/shared/nodes'
import { joinClasses } from '../ui/join-classes.ts'
import { Monogram } from '../ui/monogram.tsx'
import { simulatorTexts } from '../ui/texts/simulator.ts'
import { type Person, personOf } from './phones.ts'
import classes from './simulator.module.css'
import type { Phones } from './use-phones.ts'

interface PhoneTabsProps {
  readonly phones: Phones
  readonly people: readonly Person[]
  readonly kinds: readonly ChannelKind[]
}

/** Brings a phone to the front where not all of them fit. */
export function PhoneTabs({ phones: { list, active, activate }, people, kinds }: PhoneTabsProps) {
  return (
    <nav className={classes.tabs} aria-label={simulatorTexts.phones}>
      {list.map((phone, index) => (
        <button
          key={phone.id}
          type="button"
          className={joinClasses(classes.tab, index === active && classes.current)}
          aria-current={index === active}
          onClick={() => activate(index)}
        >
          <Monogram kind={kinds.find(({ id }) => id === phone.channel)} />
          <span className="trunc">{simulatorTexts.firstName(personOf(phone, people).name)}</span>
        </button>
      ))}
    </nav>
  )
}
