import { Button } from '@mantine/core'
import type { WebhookAttempt, WebhookResource } from '@patchbay/shared/api'
import { useState } from 'react'
import { clock } from '../../ui/formats.ts'
import { Icon } from '../../ui/icon.tsx'
import { IconRepeat } from '../../ui/icons.ts'
import { Segmented } from '../../ui/segmented.tsx'
import { eventWebhookTexts } from '../../ui/texts/event-webhooks.ts'
import { wireText } from './delivery-words.ts'
import { useResend } from './use-resend.ts'
import classes from './webhooks.module.css'

const texts = eventWebhookTexts.log
type Part = 'request' | 'response'
const parts = (['request', 'response'] as const).map((value) => ({ value, label: texts[value] }))

interface DeliveryDetailsProps {
  readonly attempt: WebhookAttempt
  readonly webhook: WebhookResource
}

/** Request and answer as they went, without secrets, and the button that sends the event again. */
export function DeliveryDetails({ attempt, webhook }: DeliveryDetailsProps) {
  const { type, at, tries, error, request, response, eventId } = attempt
  const [part, setPart] = useState<Part>('request')
  const resend = useResend(webhook.id)
  const message = part === 'request' ? request : response
  return (
    <section className={classes.details} aria-label={texts.open(type, at)}>
      <div className={classes.sectionHead}>
        <b className={classes.eventName}>{type}</b>
        <span className="sub num">
          {clock(at)}, {texts.try(tries)}
        </span>
        <span className="grow" />
        <Segmented label={texts.parts} value={part} options={parts} onChange={setPart} />
        {type !== 'PING' && (
          <Button
            size="sm"
            leftSection={<Icon of={IconRepeat} size={14} />}
            disabled={resend.isBusy || webhook.state === 'off'}
            onClick={() => void resend.send({ eventId })}
          >
            {texts.resendOne}
          </Button>
        )}
      </div>
      {error !== null && <p className={classes.problem}>{error}</p>}
      {message === null ? (
        <p className="sub">{texts.noResponse}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it.
        <pre className={classes.wire} tabIndex={0}>
          {wireText(message)}
        </pre>
      )}
    </section>
  )
}
