import type { ConversationResource } from '@patchbay/shared/api'
import type { ChannelKind } from '@patchbay/shared/nodes'
import { useQueryClient } from '@tanstack/react-query'
import { type RefObject, useLayoutEffect, useRef, useState } from 'react'
import { call } from '../api/client.ts'
import { ApiProblem } from '../api/problem.ts'
import { useSession } from '../api/queries.ts'
import type { Attachments } from '../files/use-attachments.ts'
import { inboxTexts as texts } from '../ui/texts/inbox.ts'
import { toasts } from '../ui/toasts.tsx'
import { fillReply, holesIn } from './fill-reply.ts'
import { inboxQueries, useAgents } from './inbox-queries.ts'
import { namedIn } from './mentions.ts'
import { placeReply } from './place-reply.ts'
import { replyValues } from './reply-values.ts'
import type { TemplateContent } from './template-form.tsx'
import { tryingDraft, useDraft } from './use-draft.ts'
import { updateOne } from './use-live-inbox.ts'
import { writeText } from './write-text.ts'

interface ReplyOptions {
  readonly conversation: ConversationResource
  readonly kind: ChannelKind | undefined
  /** Id of the last item of the thread that is shown. */
  readonly seen: string | null
  readonly field: RefObject<HTMLTextAreaElement | null>
  readonly attachments: Attachments
}

/** What is being written, and what becomes of it. */
export function useReply({ conversation, kind, seen, field, attachments }: ReplyOptions) {
  const { id, status, isWindowOpen } = conversation
  const client = useQueryClient()
  const user = useSession().data?.user
  const me = user?.id ?? ''
  const agents = useAgents().data ?? []
  const [draft, setDraft] = useDraft(me, id)
  const latest = useRef(draft)
  useLayoutEffect(() => {
    latest.current = draft
  }, [draft])
  const [isBusy, setBusy] = useState(false)
  const [faster, setFaster] = useState(false)
  const isNote = draft.mode === 'note'
  const isBlocked = !isNote && (status === 'closed' || !isWindowOpen)
  const isEmpty = draft.text.trim() === '' && (isNote || attachments.files.length === 0)
  const holes = isNote ? [] : holesIn(draft.text)

  /** Resolves to whether it was stored. */
  async function store(work: () => Promise<unknown>): Promise<boolean> {
    setBusy(true)
    try {
      await work()
      setFaster(false)
      return true
    } catch (thrown) {
      // What was written stays, with its key: sent again as it is, it is still sent once.
      if (thrown instanceof ApiProblem && thrown.code === 'ANSWERED_MEANWHILE') setFaster(true)
      else toasts.error(isNote ? texts.notAdded : texts.notSent, thrown)
      return false
    } finally {
      setBusy(false)
      void client.invalidateQueries({ queryKey: inboxQueries.thread(id).queryKey })
      void updateOne(client, id, me)
    }
  }

  const submit = async (closes: boolean) => {
    if (isEmpty || isBusy || isBlocked || attachments.isUploading || holes.length > 0) return
    if (isNote) {
      const mentions = namedIn(draft.text, agents).map((agent) => agent.id)
      const body = { text: draft.text, ...(mentions.length === 0 ? {} : { mentions }) }
      if (await store(() => call('POST /api/conversations/:id/notes', { params: { id }, body }))) clear()
      return
    }
    const media = attachments.files.map(({ id: file }) => ({ id: file }))
    const content = {
      ...(draft.text.trim() === '' ? {} : { text: draft.text }),
      ...(media.length === 0 ? {} : { media }),
    }
    const trying = tryingDraft(draft, content)
    setDraft(trying)
    const body = { id: trying.key, content, ...(faster ? {} : { seen }), ...(closes ? { closes } : {}) }
    if (!(await store(() => call('POST /api/conversations/:id/answers', { params: { id }, body })))) return
    attachments.clear()
    clear()
  }

  const clear = () => setDraft({ mode: draft.mode, text: '', key: crypto.randomUUID() })

  /** Resolves to whether it was stored. */
  const sendTemplate = async (content: TemplateContent): Promise<boolean> => {
    const trying = tryingDraft(draft, content)
    setDraft(trying)
    const body = { id: trying.key, content, ...(faster ? {} : { seen }) }
    const isStored = await store(() => call('POST /api/conversations/:id/answers', { params: { id }, body }))
    // What was being written beside it is another answer.
    if (isStored) setDraft({ mode: draft.mode, text: draft.text, key: crypto.randomUUID() })
    return isStored
  }

  const insertReply = async (replyId: string, place: { readonly before: string; readonly after: string }) => {
    const reply = client.getQueryData(inboxQueries.savedReplies().queryKey)?.find((one) => one.id === replyId)
    if (reply === undefined) return
    const values = await replyValues(conversation, { agent: user?.name ?? '', channel: kind?.title ?? '' })
    const now = latest.current
    const placed = placeReply({
      start: draft,
      place,
      now,
      caret: field.current?.selectionStart ?? now.text.length,
      filled: fillReply(reply.text, values),
    })
    if (placed === undefined) return
    const { start, end } = placed.selection
    writeText(field, () => setDraft({ ...now, text: placed.text }), start, end)
  }

  const insert = (text: string) => {
    const at = field.current?.selectionStart ?? draft.text.length
    const gap = at === 0 || /\s$/.test(draft.text.slice(0, at)) ? '' : ' '
    const before = `${draft.text.slice(0, at)}${gap}${text}`
    writeText(field, () => setDraft({ ...draft, text: `${before}${draft.text.slice(at)}` }), before.length)
  }

  return {
    me,
    draft,
    setDraft,
    isNote,
    isBusy,
    isBlocked,
    isEmpty,
    holes,
    faster,
    submit,
    sendTemplate,
    insertReply,
    insert,
  }
}
