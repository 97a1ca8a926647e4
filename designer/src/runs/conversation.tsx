import type { Address, SimulatorMessage } from '@patchbay/shared/api'
import { useConversation } from '../api/queries.ts'
import { dayAndClock } from '../ui/formats.ts'
import { QueryView } from '../ui/query-view.tsx'
import { runTexts } from '../ui/texts/runs.ts'
import classes from './conversation.module.css'

interface ConversationProps {
  readonly address: Address
  readonly contact: string
  /** The contact as people read it. */
  readonly shown: string
  readonly runId: string
  /** The flow whose draft the run tests on the phones of the simulator. */
  readonly draftOf: string | undefined
  /** In which the times are told. */
  readonly zone: { readonly timeZone?: string }
}

/** The messages between the contact and our address; those of this run stand out. */
export function Conversation({ address, contact, shown, runId, draftOf, zone }: ConversationProps) {
  const texts = useConversation(address, contact, draftOf)
  return (
    <QueryView query={texts} rows={3}>
      {(all) =>
        all.length === 0 ? (
          <p className={`sub ${classes.none}`}>{runTexts.noTexts}</p>
        ) : (
          <Texts texts={all} shown={shown} runId={runId} zone={zone} />
        )
      }
    </QueryView>
  )
}

interface TextsProps extends Pick<ConversationProps, 'shown' | 'runId' | 'zone'> {
  readonly texts: readonly SimulatorMessage[]
}

function Texts({ texts, shown, runId, zone }: TextsProps) {
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
            {text.direction === 'in' ? shown : runTexts.us}, {dayAndClock(text.at, zone)}
          </span>
          <p className={classes.bubble}>{text.text}</p>
        </li>
      ))}
    </ol>
  )
}
