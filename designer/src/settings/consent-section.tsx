import { Button } from '@mantine/core'
import { Link } from 'wouter'
import { consentTexts as texts } from '../ui/texts/consent.ts'
import { Section } from './section.tsx'

/** The way from the settings to the page of consent, which may list many contacts. */
export function ConsentSection() {
  const open = (
    <Button component={Link} href="/settings/consent" size="sm">
      {texts.open}
    </Button>
  )
  return (
    <Section title={texts.title} help={texts.sectionHelp} action={open}>
      {null}
    </Section>
  )
}
