import { Button } from '@mantine/core'
import type { ConversationResource } from '@patchbay/shared/api'
import { useLayoutEffect, useRef } from 'react'
import { QueryView } from '../ui/query-view.tsx'
import { inboxTexts as texts } from '../ui/texts/inbox.ts'
import classes from './inbox.module.css'
import { useThread } from './inbox-queries.ts'
import { FlowLine, ThreadItemView } from './thread-item.tsx'
import { linesOf, rowsOf, type ThreadLine } from './thread-lines.ts'

/** What was written and done, oldest first. It stays at its end while new messages come, unless one has scrolled away. */
export function Thread({ conversation }: { readonly conversation: ConversationResource }) {
  const query = useThread(conversation.id)
  const box = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  const newest = query.data?.pages[0]?.items[0]?.id
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever something new stands at the end.
  useLayoutEffect(() => {
    const element = box.current
    if (element !== null && isAtEnd.current) element.scrollTop = element.scrollHeight
  }, [newest, conversation.id])
  return (
    <div
      ref={box}
      className={classes.thread}
      role="log"
      aria-label={texts.messages}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also for those who use no mouse.
      tabIndex={0}
      onScroll={({ currentTarget }) => {
        isAtEnd.current = currentTarget.scrollHeight - currentTarget.scrollTop - currentTarget.clientHeight < 40
      }}
    >
      <QueryView query={query} rows={4} height={64}>
        {({ pages }) => (
          <>
            {query.hasNextPage && (
              <div className={classes.further}>
                <Button size="sm" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                  {texts.older}
                </Button>
              </div>
            )}
            {rowsOf(linesOf(pages.flatMap((page) => page.items).toReversed())).map(({ more, ...line }) => (
              <div key={line.item.id} className={classes.item}>
                <Line line={line} />
                {more.length > 0 && (
                  <details className={classes.more}>
                    <summary>{texts.moreSteps(more.length)}</summary>
                    {more.map((folded) => (
                      <Line key={folded.item.id} line={folded} />
                    ))}
                  </details>
                )}
              </div>
            ))}
          </>
        )}
      </QueryView>
    </div>
  )
}

function Line({ line: { item, day, stretch } }: { readonly line: ThreadLine }) {
  return (
    <>
      {day !== null && <div className={classes.day}>{day}</div>}
      <ThreadItemView item={item} />
      {stretch !== null && <FlowLine stretch={stretch} />}
    </>
  )
}
