import { type Address, addressWords, type SimulatorMessage } from '@patchbay/shared/api'
import { type ChannelKind, countSmsSegments } from '@patchbay/shared/nodes'
import { useEffect, useMemo, useRef } from 'react'
import { useConversation, useRuns } from '../api/queries.ts'
import { useEditor } from '../editing/editor-context.tsx'
import { splitsIntoSegments } from '../editing/own-addresses.ts'
import type { EditorState } from '../editing/store/editor-state.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { clock, date, dayBefore } from '../ui/formats.ts'
import { IconMessage, IconPaperclip } from '../ui/icons.ts'
import { joinClasses } from '../ui/join-classes.ts'
import { LoadError } from '../ui/load-error.tsx'
import { simulatorTexts } from '../ui/texts/simulator.ts'
import { RunLine } from './run-line.tsx'
import classes from './simulator.module.css'
import { type ThreadItem, threadItems } from './thread-items.ts'

const selectTimeZone = (state: EditorState) => state.document.settings.timeZone

interface ThreadProps {
  readonly address: Address
  /** Undefined until the catalog knows the channel. */
  readonly kind: ChannelKind | undefined
  readonly contact: string
  /** Texts up to this time were cleared away. */
  readonly clearedAt: string
}

/** The conversation, with the run that each text started. */
export function Thread({ address, kind, contact, clearedAt }: ThreadProps) {
  const timeZone = useEditor(selectTimeZone)
  const conversation = useConversation(address, contact)
  const runs = useRuns({ contact })
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
        <Item key={item.id} item={item} kind={kind} timeZone={timeZone} />
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

interface ItemProps {
  readonly item: ThreadItem
  readonly kind: ChannelKind | undefined
  readonly timeZone: string
}

function Item({ item, kind, timeZone }: ItemProps) {
  switch (item.kind) {
    case 'day':
      return <div className={classes.day}>{dayBefore(item.at, { timeZone }) ?? simulatorTexts.today}</div>
    case 'run':
      return <RunLine runId={item.runId} run={item.run} />
    case 'message':
      return <Bubble message={item.message} kind={kind} timeZone={timeZone} />
  }
}

interface BubbleProps extends Omit<ItemProps, 'item'> {
  readonly message: SimulatorMessage
}

function Bubble({ message, kind, timeZone }: BubbleProps) {
  const isTheirs = message.direction === 'in'
  const details = [
    clock(message.at, { timeZone }).replace(/:\d\d(?= )/, ''),
    ...(message.status === 'no-flow' ? [simulatorTexts.noFlow(addressWords(kind))] : []),
    ...(isTheirs ? [] : [simulatorTexts.delivered]),
    ...(isTheirs || !splitsIntoSegments(kind)
      ? []
      : [simulatorTexts.segments(countSmsSegments(message.text).segments)]),
  ]
  return (
    <div
      className={joinClasses(classes.message, isTheirs ? classes.theirs : classes.ours)}
      data-direction={message.direction}
    >
      <div className={classes.bubble}>
        {message.text}
        {message.mediaUrls.length > 0 && <Files urls={message.mediaUrls} />}
      </div>
      <div className={classes.meta}>{details.join(', ')}</div>
    </div>
  )
}

/** Pictures and files of a text, by name. They are opened on request, because they are at other people's servers. */
function Files({ urls }: { readonly urls: readonly string[] }) {
  return (
    <ul className={classes.files} aria-label={simulatorTexts.files}>
      {urls.map((url, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same file may be sent twice, and the order never changes.
        <li key={index}>
          <IconPaperclip size={14} aria-hidden />
          <FileName url={url} />
        </li>
      ))}
    </ul>
  )
}

function FileName({ url }: { readonly url: string }) {
  const address = URL.parse(url)
  // Anybody may send an address, so only those of the web become links.
  if (address === null || !/^https?:$/.test(address.protocol)) return <span>{url}</span>
  return (
    <a href={address.href} target="_blank" rel="noreferrer" title={url}>
      {address.pathname.split('/').findLast((part) => part !== '') ?? address.host}
    </a>
  )
}

/** Keeps the newest text in sight. */
function useEndInSight(count: number) {
  const thread = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new item is what moves the end.
  useEffect(() => {
    const element = thread.current
    if (element) element.scrollTop = element.scrollHeight
  }, [count])
  return thread
}
