import { Link } from 'wouter'
import { appTexts } from '../ui/texts/app.ts'
import classes from './settings.module.css'

interface WayBackProps {
  readonly title: string
  readonly href: string
}

/** The list that a page belongs to, before its title. */
export function WayBack({ title, href }: WayBackProps) {
  return (
    <nav className={classes.wayBack} aria-label={appTexts.wayBack}>
      <Link href={href}>{title}</Link> <span aria-hidden="true">/</span>
    </nav>
  )
}
