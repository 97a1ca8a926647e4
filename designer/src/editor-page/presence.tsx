import { Tooltip } from '@mantine/core'
import type { PresentEditor } from '@patchbay/shared/api'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { enterFlow, leaveFlow } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { useEditor, useEditorStore } from '../editing/editor-context.tsx'
import { isDirty } from '../editing/store/editor-state.ts'
import { sessionId } from '../editing/working-copy/identity.ts'
import { initials } from '../ui/initials.ts'
import { joinClasses } from '../ui/join-classes.ts'
import { workingCopyTexts } from '../ui/texts/working-copy.ts'
import classes from './working-copy.module.css'

const texts = workingCopyTexts.presence

/** The server forgets a page of which it hears nothing for 20 s. */
const SAY_EVERY_MS = 8_000
/** More people than that are counted. */
const MOST_SHOWN = 3

/** Who else has this flow open. */
export function PresentPeople() {
  const people = usePeople()
  if (people.length === 0) return null
  const shown = people.slice(0, people.length > MOST_SHOWN + 1 ? MOST_SHOWN : people.length)
  const others = people.slice(shown.length)
  return (
    <ul className={classes.here} aria-label={texts.label}>
      {shown.map((person) => (
        <Person key={person.name} isEditing={person.isEditing} sentence={sentenceOf(person)}>
          {initials(person.name)}
        </Person>
      ))}
      {others.length > 0 && (
        <Person isEditing={false} sentence={others.map(sentenceOf).join('. ')}>
          +{others.length}
        </Person>
      )}
    </ul>
  )
}

interface PersonProps {
  readonly isEditing: boolean
  readonly sentence: string
  readonly children: React.ReactNode
}

function Person({ isEditing, sentence, children }: PersonProps) {
  return (
    <Tooltip label={sentence}>
      <li className={joinClasses(classes.person, isEditing && classes.editing)}>
        <span aria-hidden="true">{children}</span>
        <span className="sr">{sentence}</span>
      </li>
    </Tooltip>
  )
}

function sentenceOf({ name, isEditing }: PresentEditor): string {
  return isEditing ? texts.editing(name) : texts.viewing(name)
}

/** Says that this page is here, and hears who else is; at once when somebody comes or goes. */
function usePeople(): readonly PresentEditor[] {
  const store = useEditorStore()
  const client = useQueryClient()
  const { flowId } = store.getState()
  const isEditing = useEditor(isDirty)
  const { data } = useQuery({
    queryKey: keys.presence(flowId),
    queryFn: () =>
      enterFlow(flowId, sessionId, {
        isEditing: isDirty(store.getState()),
        isHidden: document.visibilityState === 'hidden',
      }),
    staleTime: 0,
    gcTime: 0,
    refetchInterval: SAY_EVERY_MS,
    refetchIntervalInBackground: true,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: said anew when it changes.
  useEffect(() => {
    void client.invalidateQueries({ queryKey: keys.presence(flowId) })
  }, [client, flowId, isEditing])
  useLeaving(flowId)
  return onePerName(data?.items ?? [])
}

function useLeaving(flowId: string): void {
  const client = useQueryClient()
  useEffect(() => {
    let isGone = false
    const leave = () => {
      isGone = true
      void leaveFlow(flowId, sessionId).catch(() => undefined)
    }
    const say = () => {
      // A page that closes is hidden after it has said that it goes.
      if (!isGone) void client.invalidateQueries({ queryKey: keys.presence(flowId) })
    }
    const comeBack = () => {
      isGone = false
      say()
    }
    window.addEventListener('pagehide', leave)
    window.addEventListener('pageshow', comeBack)
    document.addEventListener('visibilitychange', say)
    return () => {
      window.removeEventListener('pagehide', leave)
      window.removeEventListener('pageshow', comeBack)
      document.removeEventListener('visibilitychange', say)
      leave()
    }
  }, [client, flowId])
}

/** Other people, however many pages they have open. Our own other pages share our working copy. */
function onePerName(pages: readonly PresentEditor[]): PresentEditor[] {
  const people = new Map<string, PresentEditor>()
  for (const page of pages) {
    if (!page.isSelf && !people.get(page.name)?.isEditing) people.set(page.name, page)
  }
  return [...people.values()]
}
