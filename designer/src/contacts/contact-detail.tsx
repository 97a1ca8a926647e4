import { ActionIcon, Button, Menu } from '@mantine/core'
import type { ContactResource } from '@patchbay/shared/api'
import { Link, useLocation } from 'wouter'
import { useRights } from '../api/queries.ts'
import { date } from '../ui/formats.ts'
import { Icon } from '../ui/icon.tsx'
import { IconArrowLeft, IconDots, IconEraser, IconMessage, IconUserShare, IconX } from '../ui/icons.ts'
import { LoadError } from '../ui/load-error.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { contactTexts as texts } from '../ui/texts/contacts.ts'
import { ContactFields } from './contact-fields.tsx'
import { ContactHistory } from './contact-history.tsx'
import { contactInitials, contactName } from './contact-name.ts'
import { ContactPoints } from './contact-points.tsx'
import { useContact, useContactHistory } from './contact-queries.ts'
import classes from './contacts.module.css'
import { openErase } from './erase-dialog.tsx'
import { Interactions } from './interactions.tsx'
import { openMerge } from './merge-dialog.tsx'

/** One contact: what was with it, and beside that what is known of it. */
export function ContactDetail({ contactId }: { readonly contactId: string }) {
  const query = useContact(contactId)
  if (query.data !== undefined) return <Detail contact={query.data} />
  return (
    <section className={classes.detail}>
      {query.error === null ? (
        <SkeletonRows rows={8} height={54} />
      ) : (
        <LoadError error={query.error} onRetry={() => void query.refetch()} />
      )}
    </section>
  )
}

function Detail({ contact }: { readonly contact: ContactResource }) {
  const [, navigate] = useLocation()
  const name = contactName(contact)
  return (
    <section className={classes.detail} aria-label={name}>
      <header className={classes.detailHead}>
        <Link href="/contacts" className={classes.back ?? ''} aria-label={texts.back}>
          <Icon of={IconArrowLeft} />
        </Link>
        <span className={classes.bigAvatar} aria-hidden="true">
          {contactInitials(contact)}
        </span>
        <div className={classes.headText}>
          <h2 className="trunc" dir="auto">
            {name}
          </h2>
          <span className="sub">{texts.knownSince(date(contact.createdAt))}</span>
        </div>
        <InboxButton contactId={contact.id} />
        <ContactMenu contact={contact} />
        <ActionIcon
          className={classes.closeDetail ?? ''}
          aria-label={texts.close}
          onClick={() => navigate('/contacts')}
        >
          <Icon of={IconX} />
        </ActionIcon>
      </header>
      <div className={classes.detailBody}>
        <aside className={classes.facts} aria-label={texts.fields}>
          <h3>{texts.fields}</h3>
          <ContactFields contact={contact} />
          <h3>{texts.points}</h3>
          <ContactPoints contact={contact} />
          <ExternalIds contact={contact} />
        </aside>
        <div className={classes.past}>
          <Interactions contactId={contact.id} className={classes.elsewhere} />
          <ContactHistory contactId={contact.id} />
        </div>
      </div>
    </section>
  )
}

/** Opens the latest conversation. */
function InboxButton({ contactId }: { readonly contactId: string }) {
  const latest = useContactHistory(contactId, 'conversations').data?.pages[0]?.items[0]
  if (latest?.kind !== 'conversation') return null
  return (
    <Button
      component={Link}
      href={`/inbox/${latest.id}?view=${latest.status === 'closed' ? 'closed' : 'open'}`}
      className={classes.inInbox ?? ''}
      leftSection={<Icon of={IconMessage} />}
    >
      {texts.inInbox}
    </Button>
  )
}

function ContactMenu({ contact }: { readonly contact: ContactResource }) {
  const { canAdminister } = useRights()
  const [, navigate] = useLocation()
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon aria-label={texts.menu}>
          <Icon of={IconDots} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Icon of={IconUserShare} />} onClick={() => openMerge(contact)}>
          {texts.merge}
        </Menu.Item>
        {canAdminister && (
          <Menu.Item
            color="red"
            leftSection={<Icon of={IconEraser} />}
            onClick={() => openErase(contact, () => navigate('/contacts'))}
          >
            {texts.erase}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}

function ExternalIds({ contact: { externalIds } }: { readonly contact: ContactResource }) {
  if (externalIds.length === 0) return null
  return (
    <>
      <h3>{texts.externalIds}</h3>
      <dl className={classes.fields}>
        {externalIds.map(({ source, accountName, externalId, url, unseenSince }) => (
          <div key={`${source} ${externalId}`}>
            <dt className="trunc" title={source}>
              {accountName ?? source}
            </dt>
            <dd className={classes.code} title={externalId}>
              {url === null || !url.startsWith('https://') ? (
                externalId
              ) : (
                <a href={url} target="_blank" rel="noreferrer">
                  {externalId}
                </a>
              )}
            </dd>
            {unseenSince !== null && (
              <dd className={classes.unseen}>{texts.unseenSince(accountName ?? source, date(unseenSince))}</dd>
            )}
          </div>
        ))}
      </dl>
    </>
  )
}
