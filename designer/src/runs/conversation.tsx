import { useConversation } from '../api/queries.ts'
import { dayAndClock, phone } from '../ui/formats.ts'
import { LoadError } from '../ui/load-error.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { runTexts } from '../ui/texts/runs.ts'
import classes from './conversation.module.css'

interface ConversationProps {
  readonly number: string
  readonly contact: string
  readonly runId: string
}

/** The texts between the contact and our number; those of this run stand out. */
export function Conversation({ number, contact, runId }: ConversationProps) {
  const texts = useConversation(number, contact)
  if (texts.error) return <LoadError error={texts.error} onRetry={() => void texts.refetch()} />
  if (texts.data === undefined) return <SkeletonRows rows={3} height={44} />
  if (texts.data.length === 0) return <p className={`sub ${classes.none}`}>{runTexts.noTexts}</p>
  return (
    <ol className={classes.texts}>
      {texts.data.map((text) => (
        <li
          key={text.id}
          className={classes.text}
          data-direction={text.direction}
          data-ours={text.runId === runId || undefined}
        >
          <span className="sub">
            {text.direction === 'in' ? phone(contact) : runTexts.us}, {dayAndClock(text.at)}
          </span>
          <p className={classes.bubble}>{text.text}</p>
        </li>
      ))}
    </ol>
  )
}
