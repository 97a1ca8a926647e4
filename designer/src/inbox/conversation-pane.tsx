import type { ConversationResource } from '@patchbay/shared/api'
import { useState } from 'react'
import { useCatalog } from '../api/queries.ts'
import { inboxTexts as texts } from '../ui/texts/inbox.ts'
import { useHasRoomForContact } from '../ui/window-size.ts'
import { ContactPane } from './contact-pane.tsx'
import classes from './inbox.module.css'
import { useThread } from './inbox-queries.ts'
import { nameOf } from './name-of.ts'
import { ReplyBox, type WantedMode } from './reply-box.tsx'
import { Thread } from './thread.tsx'
import { ThreadHead } from './thread-head.tsx'
import { useConversationActs } from './use-conversation-acts.ts'
import { useInboxKeys } from './use-inbox-keys.ts'

interface ConversationPaneProps {
  readonly conversation: ConversationResource
  readonly listHref: string
  readonly onMove: (by: 1 | -1) => void
}

/** The open conversation: what was said, where one answers, and its contact beside it. */
export function ConversationPane({ conversation, listHref, onMove }: ConversationPaneProps) {
  const { id, channel, status } = conversation
  const kind = useCatalog().data?.channels?.find((known) => known.id === channel)
  const acts = useConversationActs(id)
  const hasRoom = useHasRoomForContact()
  // What was chosen holds for as long as there is that room: in a narrower window the contact would lie over the buttons.
  const [chosen, setChosen] = useState({ shows: hasRoom, hasRoom })
  const showsContact = chosen.hasRoom === hasRoom ? chosen.shows : hasRoom
  const showContact = (shows: boolean) => setChosen({ shows, hasRoom })
  const [isSnoozing, setSnoozing] = useState(false)
  const [wanted, setWanted] = useState<WantedMode | null>(null)
  const want = (mode: WantedMode['mode']) => setWanted((before) => ({ mode, count: (before?.count ?? 0) + 1 }))
  const seen = useThread(id).data?.pages[0]?.items[0]?.id ?? null
  const close = () => {
    void acts.close().then((isDone) => {
      if (isDone) onMove(1)
    })
  }
  useInboxKeys({
    onMove,
    onReply: () => want('reply'),
    onNote: () => want('note'),
    onTake: () => void acts.take(),
    onClose: () => {
      if (status !== 'closed') close()
    },
    onHandBack: () => void acts.handBack(),
    onSnooze: () => setSnoozing(status === 'open'),
  })
  return (
    <>
      <section className={classes.pane} aria-label={texts.thread(nameOf(conversation))}>
        <ThreadHead
          conversation={conversation}
          kind={kind}
          acts={acts}
          onClose={close}
          isSnoozing={isSnoozing}
          onSnoozing={setSnoozing}
          listHref={listHref}
          onContact={() => showContact(!showsContact)}
        />
        <Thread conversation={conversation} />
        <ReplyBox
          conversation={conversation}
          kind={kind}
          seen={seen}
          wanted={wanted}
          onReopen={() => void acts.reopen()}
        />
      </section>
      {showsContact && <ContactPane conversation={conversation} onClose={() => showContact(false)} />}
    </>
  )
}
