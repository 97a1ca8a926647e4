import { ActionIcon, Button } from '@mantine/core'
import type { ConversationResource } from '@patchbay/shared/api'
import { Link } from 'wouter'
import { useCatalog } from '../api/queries.ts'
import { FieldsOfContact } from '../contacts/contact-fields.tsx'
import { Interactions } from '../contacts/interactions.tsx'
import { openDialog } from '../ui/dialogs.tsx'
import { date } from '../ui/formats.ts'
import { Icon } from '../ui/icon.tsx'
import { IconPlayerPlay, IconX } from '../ui/icons.ts'
import { Monogram } from '../ui/monogram.tsx'
import { QueryView } from '../ui/query-view.tsx'
import { inboxTexts as texts } from '../ui/texts/inbox.ts'
import classes from './inbox.module.css'
import { usePastConversations } from './inbox-queries.ts'
import { avatarOf, nameOf } from './name-of.ts'
import { StartFlowDialog } from './start-flow-dialog.tsx'

interface ContactPaneProps {
  readonly conversation: ConversationResource
  readonly onClose: () => void
}

/** Who the contact is, and what was talked of before. */
export function ContactPane({ conversation, onClose }: ContactPaneProps) {
  const { contact, channel, addressShown, openedAt } = conversation
  const kind = useCatalog().data?.channels?.find(({ id }) => id === channel)
  const name = nameOf(conversation)
  const facts = [
    [texts.channel, kind?.title ?? channel],
    [texts.contact, contact.shown],
    [texts.address, addressShown],
    [texts.since, date(openedAt)],
  ] as const
  return (
    <aside className={classes.contact} aria-label={texts.facts}>
      <header className={classes.contactHead}>
        <span className={classes.avatar} aria-hidden="true">
          {avatarOf(conversation)}
        </span>
        <h2 className="trunc grow" dir="auto">
          {name}
        </h2>
        <ActionIcon aria-label={texts.closeContact} onClick={onClose}>
          <Icon of={IconX} />
        </ActionIcon>
      </header>
      <dl className={classes.facts}>
        {facts.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <h3>{texts.contactFields}</h3>
      <div className={classes.contactFields}>
        <FieldsOfContact contactId={contact.id} />
        <Link href={`/contacts/${contact.id}`}>{texts.wholeContact}</Link>
      </div>
      <Button
        className={classes.startFlow ?? ''}
        leftSection={<Icon of={IconPlayerPlay} size={14} />}
        disabled={conversation.status === 'closed'}
        onClick={() =>
          openDialog({
            title: texts.startFlow,
            size: 420,
            content: (close) => <StartFlowDialog conversation={conversation} onClose={close} />,
          })
        }
      >
        {texts.startFlow}
      </Button>
      <Interactions contactId={contact.id} />
      <h3>{texts.past}</h3>
      <Past conversation={conversation} />
    </aside>
  )
}

function Past({ conversation: { id, contact } }: { readonly conversation: ConversationResource }) {
  const query = usePastConversations(contact.id)
  const channels = useCatalog().data?.channels ?? []
  return (
    <QueryView query={query} rows={3} height={40}>
      {(all) => {
        const others = all.filter((other) => other.id !== id)
        if (others.length === 0) return <p className="sub">{texts.noPast}</p>
        return (
          <ul className={classes.past}>
            {others.map(({ id: other, channel, preview, closedAt, openedAt }) => (
              <li key={other}>
                <Monogram kind={channels.find((kind) => kind.id === channel)} />
                <Link
                  href={`/inbox/${other}?view=${closedAt === null ? 'open' : 'closed'}`}
                  className="trunc"
                  dir="auto"
                >
                  {preview.text === '' ? texts.someFile : preview.text}
                </Link>
                <span className="sub">
                  {closedAt === null ? texts.openSince(date(openedAt)) : texts.closedOn(date(closedAt))}
                </span>
              </li>
            ))}
          </ul>
        )
      }}
    </QueryView>
  )
}
