import { Button } from '@mantine/core'
import { Link } from 'wouter'
import { eventWebhookTexts as texts } from '../../ui/texts/event-webhooks.ts'
import { Section } from '../section.tsx'

/** The way from the settings to the page of webhooks. */
export function WebhooksSection() {
  const open = (
    <Button component={Link} href="/settings/webhooks" size="sm">
      {texts.open}
    </Button>
  )
  return (
    <Section title={texts.title} help={texts.help} action={open}>
      {null}
    </Section>
  )
}
