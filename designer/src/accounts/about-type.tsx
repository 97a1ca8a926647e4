import type { AccountTypeResource } from '@patchbay/shared/api'
import type { Icon as TablerIcon } from '@tabler/icons-react'
import { useCatalog } from '../api/queries.ts'
import { Icon } from '../ui/icon.tsx'
import { IconCheck, IconClock, IconKey } from '../ui/icons.ts'
import { accountsTexts as texts } from '../ui/texts/accounts.ts'
import { Tile } from '../ui/tile.tsx'
import { abilityWords, windowWords } from './ability-words.ts'
import classes from './type-choice.module.css'

/** What people need for an account of a type, and what its messages can hold, before the form asks. */
export function AboutType({ type }: { readonly type: AccountTypeResource }) {
  const { haveReady = [], channels, capabilities } = type
  const kind = useCatalog().data?.channels?.find(({ id }) => id === channels[0])
  // What goes through carriers of texts is up to them.
  const isMessenger = kind !== undefined && capabilities.numbers !== true
  return (
    <aside className={classes.about} aria-label={type.title}>
      <div className={classes.aboutHead}>
        <Tile category="integrations" icon={type.icon} />
        <b>{type.title}</b>
      </div>
      {haveReady.length > 0 && (
        <Lines title={texts.haveReady} lines={haveReady.map((line) => [IconKey, line] as const)} />
      )}
      {isMessenger && (
        <Lines
          title={texts.can}
          lines={[
            [IconCheck, abilityWords(kind.abilities)],
            [IconClock, windowWords(kind.abilities)],
          ]}
        />
      )}
    </aside>
  )
}

interface LinesProps {
  readonly title: string
  readonly lines: readonly (readonly [TablerIcon, string])[]
}

function Lines({ title, lines }: LinesProps) {
  return (
    <div>
      <h4>{title}</h4>
      <ul>
        {lines.map(([icon, line]) => (
          <li key={line}>
            <Icon of={icon} />
            <span className="sub">{line}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
