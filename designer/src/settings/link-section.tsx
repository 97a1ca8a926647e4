import { Button } from '@mantine/core'
import { Link } from 'wouter'
import { Section } from './section.tsx'

interface LinkSectionProps {
  readonly title: string
  readonly help: string
  /** What the button says. */
  readonly open: string
  readonly href: string
}

/** The way from the settings to a page of their own. */
export function LinkSection({ title, help, open, href }: LinkSectionProps) {
  const button = (
    <Button component={Link} href={href} size="sm">
      {open}
    </Button>
  )
  return (
    <Section title={title} help={help} action={button}>
      {null}
    </Section>
  )
}
