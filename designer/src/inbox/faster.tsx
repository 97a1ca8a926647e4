import { ago } from '../ui/formats.ts'
import { Note } from '../ui/note.tsx'
import { inboxTexts as texts } from '../ui/texts/inbox.ts'
import classes from './inbox.module.css'
import { useThread } from './inbox-queries.ts'

/** A colleague has answered since the draft was begun: who, when, and with what words. */
export function Faster({ conversationId, me }: { readonly conversationId: string; readonly me: string }) {
  const items = useThread(conversationId).data?.pages[0]?.items ?? []
  const theirs = items.find(
    (item) =>
      (item.kind === 'answer' || (item.kind === 'message' && item.by === 'person')) && item.author?.id !== `user:${me}`,
  )
  if (theirs === undefined || (theirs.kind !== 'answer' && theirs.kind !== 'message')) {
    return (
      <Note tone="warn">
        <b>{texts.faster}</b> {texts.fasterHelp}
      </Note>
    )
  }
  return (
    <Note tone="warn">
      <b>{texts.fasterBy(theirs.author?.name ?? '', ago(theirs.at))}</b> {texts.fasterHelp}
      {theirs.content.text !== undefined && (
        <q className={classes.theirs} dir="auto">
          {theirs.content.text}
        </q>
      )}
    </Note>
  )
}
