import { Select } from '@mantine/core'
import type { AccountTypeResource } from '@patchbay/shared/api'
import type { Icon as TablerIcon } from '@tabler/icons-react'
import { useCatalog } from '../api/queries.ts'
import { Icon } from '../ui/icon.tsx'
import { IconCheck, IconClock, IconKey } from '../ui/icons.ts'
import { Picture } from '../ui/picture.tsx'
import { accountsTexts as texts } from '../ui/texts/accounts.ts'
import { abilityWords, windowWords } from './ability-words.ts'
import { AccountMark } from './account-mark.tsx'
import { firstQuestionOf } from './first-question.ts'
import classes from './type-choice.module.css'

interface AboutTypeProps {
  readonly type: AccountTypeResource
  /** To what is asked together with the type. */
  readonly answer: string | undefined
  readonly onAnswer: (answer: string) => void
}

/** What people need for an account of a type, and what its messages can hold, before the form asks. */
export function AboutType({ type, answer, onAnswer }: AboutTypeProps) {
  const { askedFirst, channels, capabilities } = type
  const question = firstQuestionOf(type)
  const haveReady = [...(askedFirst?.haveReady[answer ?? ''] ?? []), ...(type.haveReady ?? [])]
  const kind = useCatalog().data?.channels?.find(({ id }) => id === channels[0])
  // What goes through carriers of texts is up to them.
  const isMessenger = kind !== undefined && capabilities.numbers !== true
  return (
    <aside className={classes.about} aria-label={type.title}>
      <div className={classes.aboutHead}>
        <Picture src={type.logo}>
          <AccountMark type={type} size="l" />
        </Picture>
        <div>
          <b>{type.title}</b>
          <div className="sub">{type.description}</div>
        </div>
      </div>
      {question !== undefined && (
        <Select
          label={question.title}
          required
          data={question.options}
          value={answer ?? question.usual}
          allowDeselect={false}
          onChange={(value) => value !== null && onAnswer(value)}
        />
      )}
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
