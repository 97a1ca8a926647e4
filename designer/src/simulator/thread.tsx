import { type Address, addressWords } from '@patchbay/shared/api'
import type { ChannelKind } from '@patchbay/shared/nodes'
import { useEffect, useMemo, useRef } from 'react'
import { useConversation, useRuns } from '../api/queries.ts'
import { useEditor } from '../editing/editor-context.tsx'
import type { EditorState } from '../editing/store/editor-state.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { date, dayBefore } from '../ui/formats.ts'
import { IconMessage } from '../ui/icons.ts'
import { LoadError } from '../ui/load-error.tsx'
import { simulatorTexts } from '../ui/texts/simulator.ts'
import { Bubble } from './bubble.tsx'
import type { Phone } from './phones.ts'
import { RunLine } from './run-line.tsx'
import { runsOf } from './runs-of.ts'
import classes from './simulator.module.css'
import { type ThreadItem, threadItems } from './thread-items.ts'
import type { Sending } from './use-sending.ts'

const selectTimeZone = (state: EditorState) => state.document.settings.timeZone

interface ThreadProps {
  readonly phone: Phone
  readonly address: Address
  /** Undefined until the catalog knows the channel. */
  readonly kind: ChannelKind | undefined
  /** Messages up to this time were cleared away. */
  readonly clearedAt: string
  readonly sending: Sending
}

/** The conversation, with the run that each message started. */
export function Thread({ phone, address, kind, clearedAt, sending }: ThreadProps) {
  const timeZone = useEditor(selectTimeZone)
  const conversation = useConversation(address, phone.contact, sending.draftOf)
  const runs = useRuns(runsOf(phone, sending.draftOf))
  const items = useMemo(
    () =>
      threadItems({
        messages: (conversation.data ?? []).filter(({ at }) => at > clearedAt),
        runs: runs.data?.pages.flatMap((page) => page.items) ?? [],
        dayOf: (at) => date(at, { timeZone }),
      }),
    [conversation.data, runs.data, clearedAt, timeZone],
  )
  const end = useEndInSight(items.length)
  if (conversation.error) {
    return <LoadError error={conversation.error} onRetry={() => void conversation.refetch()} />
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a conversation that scrolls must be reachable by keys.
    <div ref={end} className={classes.thread} role="log" aria-label={simulatorTexts.thread} tabIndex={0}>
      {items.map((item) => (
        <Item key={item.id} item={item} kind={kind} phone={phone} timeZone={timeZone} sending={sending} />
      ))}
      {conversation.data && items.length === 0 && (
        <div className={classes.center}>
          <EmptyState
            icon={IconMessage}
            title={simulatorTexts.empty(addressWords(kind))}
            text={simulatorTexts.emptyText}
          />
        </div>
      )}
    </div>
  )
}

interface ItemProps extends Pick<ThreadProps, 'phone' | 'kind' | 'sending'> {
  readonly item: ThreadItem
  readonly timeZone: string
}

function Item({ item, ...shown }: ItemProps) {
  switch (item.kind) {
    case 'day':
      return (
        <div className={classes.day}>{dayBefore(item.at, { timeZone: shown.timeZone }) ?? simulatorTexts.today}</div>
      )
    case 'run':
      return <RunLine runId={item.runId} run={item.run} />
    case 'message':
      return <Bubble message={item.message} {...shown} />
  }
}

/** Keeps the newest message in sight: when one comes, and when the room for them changes and it was in sight. */
function useEndInSight(count: number) {
  const thread = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  useEffect(() => {
    const element = thread.current
    if (element === null) return
    const look = () => {
      isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX
    }
    const observer = new ResizeObserver(() => {
      if (isAtEnd.current) element.scrollTop = element.scrollHeight
    })
    element.addEventListener('scroll', look)
    observer.observe(element)
    return () => {
      element.removeEventListener('scroll', look)
      observer.disconnect()
    }
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new item is what moves the end.
  useEffect(() => {
    const element = thread.current
    if (element) element.scrollTop = element.scrollHeight
  }, [count])
  return thread
}

const NEAR_PX = 24
