import { Button } from '@mantine/core'
import type { ContactResource } from '@patchbay/shared/api'
import { useLocation } from 'wouter'
import { useCatalog } from '../api/queries.ts'
import { ago } from '../ui/formats.ts'
import { Icon } from '../ui/icon.tsx'
import { IconBan, IconCircleCheck } from '../ui/icons.ts'
import { Monogram } from '../ui/monogram.tsx'
import { contactTexts as texts } from '../ui/texts/contacts.ts'
import { contactInitials, contactName, contactSubline } from './contact-name.ts'
import classes from './contacts.module.css'

interface ContactListProps {
  readonly contacts: readonly ContactResource[]
  readonly openId: string | null
  /** Absent when all are shown. */
  readonly onMore?: () => void
  readonly isLoading: boolean
}

/** Contacts as rows; each opens with a click or Enter. */
export function ContactList({ contacts, openId, onMore, isLoading }: ContactListProps) {
  return (
    <>
      <table className={classes.table}>
        <thead>
          <tr>
            <th>{texts.columns.contact}</th>
            <th>{texts.columns.channels}</th>
            <th>{texts.columns.consent}</th>
            <th className={classes.right}>{texts.columns.last}</th>
          </tr>
        </thead>
        <tbody>
          {contacts.map((contact) => (
            <ContactRow key={contact.id} contact={contact} isOpen={contact.id === openId} />
          ))}
        </tbody>
      </table>
      {onMore !== undefined && (
        <div className={classes.further}>
          <Button size="sm" loading={isLoading} onClick={onMore}>
            {texts.more}
          </Button>
        </div>
      )}
    </>
  )
}

function ContactRow({ contact, isOpen }: { readonly contact: ContactResource; readonly isOpen: boolean }) {
  const [, navigate] = useLocation()
  const channels = useCatalog().data?.channels ?? []
  const name = contactName(contact)
  const used = [...new Set(contact.points.map(({ channel }) => channel))]
  return (
    <tr data-selected={isOpen || undefined}>
      <td>
        <button
          type="button"
          className={classes.who}
          aria-label={texts.open(name)}
          aria-current={isOpen || undefined}
          onClick={() => navigate(`/contacts/${contact.id}`)}
        >
          <span className={classes.avatar} aria-hidden="true">
            {contactInitials(contact)}
          </span>
          <span className={classes.names}>
            <b className="trunc" dir="auto">
              {name}
            </b>
            <span className="sub trunc" dir="auto">
              {contactSubline(contact)}
            </span>
          </span>
        </button>
      </td>
      <td>
        <span className={classes.channels}>
          {used.map((id) => (
            <Monogram key={id} kind={channels.find((kind) => kind.id === id)} />
          ))}
        </span>
      </td>
      <td>
        <ConsentMark contact={contact} />
      </td>
      <td className={classes.right}>
        {contact.lastAt === null ? <span className="sub">{texts.empty}</span> : ago(contact.lastAt)}
      </td>
    </tr>
  )
}

function ConsentMark({ contact: { points } }: { readonly contact: ContactResource }) {
  if (points.length === 0) return <span className="sub">{texts.unreachable}</span>
  const out = points.filter(({ consent }) => consent === 'out').length
  if (out === 0) {
    return (
      <span className={classes.state}>
        <Icon of={IconCircleCheck} className={classes.in} /> {texts.allowed}
      </span>
    )
  }
  return (
    <span className={`${classes.state} ${classes.out}`}>
      <Icon of={IconBan} /> {out === points.length ? texts.stopped : texts.partly}
    </span>
  )
}
