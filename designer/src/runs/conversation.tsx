import type { Address, SimulatorMessage } from '@patchbay/shared/api'
import { useConversation } from '../api/queries.ts'
import { dayAndClock, phone } from '../ui/formats.ts'
import { QueryView } from '../ui/query-view.tsx'
import { runTexts } from '../ui/texts/runs.ts'
import classes from './conversation.module.css'

interface ConversationProps {
  readonly address: Address
  readonly contact: string
  readonly runId: string
  /** In which the times are told. */
  readonly zone: { readonly timeZone?: string }
}

/** The messages between the contact and our address; those of this run stand out. */
export function Conversation({ address, contact, runId, zone }: ConversationProps) {
  const texts = useConversation(address, contact)
  return (
    <QueryView query={texts} rows={3}>
      {(all) =>
        all.length === 0 ? (
          <p className={`sub ${classes.none}`}>{runTexts.noTexts}</p>
        ) : (
          <Texts texts={all} contact={contact} runId={runId} zone={zone} />
        )
      }
    </QueryView>
  )
}

interface TextsProps extends Pick<ConversationProps, 'contact' | 'runId' | 'zone'> {
  readonly texts: readonly SimulatorMessage[]
}

function Texts({ texts, contact, runId, zone }: TextsProps) {
  return (
    <ol className={classes.texts}>
      {texts.map((text) => (
        <li
          key={text.id}
          className={classes.text}
          data-direction={text.direction}
          data-ours={text.runId === runId || undefined}
        >
          <span className="sub">
            {text.direction === 'in' ? phone(contact) : runTexts.us}, {dayAndClock(text.at, zone)}
          </span>
          <p className={classes.bubble}>{text.text}</p>
        </li>
      ))}
    </ol>
  )
}
