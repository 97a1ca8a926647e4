import { addressWords, type MessageButton, type SimulatorMessage } from '@patchbay/shared/api'
import { type ChannelKind, countSmsSegments } from '@patchbay/shared/nodes'
import { splitsIntoSegments } from '../editing/own-addresses.ts'
import { MessageFiles } from '../files/message-files.tsx'
import { shortClock } from '../ui/formats.ts'
import { joinClasses } from '../ui/join-classes.ts'
import { simulatorTexts as texts } from '../ui/texts/simulator.ts'
import type { Phone } from './phones.ts'
import { ReceiptMenu } from './receipt-menu.tsx'
import classes from './simulator.module.css'
import type { Sending } from './use-sending.ts'

interface BubbleProps {
  readonly message: SimulatorMessage
  readonly kind: ChannelKind | undefined
  readonly phone: Phone
  readonly timeZone: string
  readonly sending: Sending
}

/** One message as the phone shows it, with what its sender can know about it. */
export function Bubble({ message, kind, phone, timeZone, sending }: BubbleProps) {
  const { direction, content, status, at, files } = message
  const isTheirs = direction === 'in'
  const { buttons = [] } = content
  const time = shortClock(at, { timeZone })
  return (
    <div
      className={joinClasses(classes.message, isTheirs ? classes.theirs : classes.ours)}
      data-direction={direction}
      data-status={status}
    >
      {(message.text !== '' || files.length > 0) && (
        <div className={classes.bubble} dir="auto">
          {files.length > 0 && <MessageFiles files={files} />}
          {message.text}
        </div>
      )}
      {buttons.length > 0 && <Buttons buttons={buttons} sending={sending} />}
      <div className={classes.meta}>
        {isTheirs ? (
          [time, ...(status === 'no-flow' ? [texts.noFlow(addressWords(kind))] : [])].join(', ')
        ) : (
          <>
            <span>{time},</span>
            <ReceiptMenu message={message} kind={kind} phone={phone} draftOf={sending.draftOf} />
            {splitsIntoSegments(kind) && <span>{texts.segments(countSmsSegments(message.text).segments)}</span>}
          </>
        )}
      </div>
    </div>
  )
}

interface ButtonsProps {
  readonly buttons: readonly MessageButton[]
  readonly sending: Sending
}

/** Buttons under a message, pressed as on the phone: the contact says their title. */
function Buttons({ buttons, sending }: ButtonsProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: buttons, not fields of a form.
    <div className={classes.taps} role="group" aria-label={texts.buttons}>
      {buttons.map(({ id, title, url }) =>
        url === undefined || !/^https?:\/\//i.test(url) ? (
          <button key={id} type="button" dir="auto" onClick={() => void sending.send({ choice: { id, title } })}>
            {title}
          </button>
        ) : (
          <a key={id} href={url} target="_blank" rel="noreferrer" dir="auto">
            {title}
          </a>
        ),
      )}
    </div>
  )
}
