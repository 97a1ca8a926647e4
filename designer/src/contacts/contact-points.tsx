import type { ContactPointResource, ContactResource } from '@patchbay/shared/api'
import { useCatalog } from '../api/queries.ts'
import { date } from '../ui/formats.ts'
import { Icon } from '../ui/icon.tsx'
import { IconBan, IconCircleCheck, IconMinus } from '../ui/icons.ts'
import { contactTexts as texts } from '../ui/texts/contacts.ts'
import classes from './contacts.module.css'

const tones = { in: classes.in, out: classes.out, none: 'muted' } as const
const icons = { in: IconCircleCheck, out: IconBan, none: IconMinus } as const

/** How a contact is reached, and whether it may be. */
export function ContactPoints({ contact: { points } }: { readonly contact: ContactResource }) {
  const channels = useCatalog().data?.channels ?? []
  if (points.length === 0) return <p className="sub">{texts.noPoints}</p>
  return (
    <ul className={classes.points}>
      {points.map((point) => (
        <li key={point.id}>
          <Icon of={icons[point.consent]} className={tones[point.consent]} />
          <div>
            <b>{channels.find(({ id }) => id === point.channel)?.title ?? point.channel}</b>
            <span dir="auto">{point.shown}</span>
            <span className="sub">{consentText(point)}</span>
          </div>
        </li>
      ))}
    </ul>
  )
}

function consentText({ consent, consentAt, optedOutOf }: ContactPointResource): string {
  const everywhere = consent === 'none' ? texts.consentOf.none : texts.consentOf[consent](date(consentAt ?? ''))
  return optedOutOf.length === 0 ? everywhere : texts.optedOutOf(optedOutOf.join(', '))
}
