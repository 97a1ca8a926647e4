import { Tooltip } from '@mantine/core'
import type { PresentEditor } from '@patchbay/shared/api'
import { enterFlow, leaveFlow } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { useEditor, useEditorStore } from '../editing/editor-context.tsx'
import { isDirty } from '../editing/store/editor-state.ts'
import { sessionId } from '../editing/working-copy/identity.ts'
import { usePresence } from '../editing/working-copy/use-presence.ts'
import { initials } from '../ui/initials.ts'
import { joinClasses } from '../ui/join-classes.ts'
import { workingCopyTexts } from '../ui/texts/working-copy.ts'
import classes from './working-copy.module.css'

const texts = workingCopyTexts.presence

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

function usePeople(): readonly PresentEditor[] {
  const store = useEditorStore()
  const { flowId } = store.getState()
  const isBusy = useEditor(isDirty)
  const pages = usePresence({
    queryKey: keys.presence(flowId),
    isBusy,
    enter: (here, signal) => enterFlow(flowId, sessionId, { ...here, isEditing: isDirty(store.getState()) }, signal),
    leave: () => leaveFlow(flowId, sessionId),
  })
  return onePerName(pages)
}

/** Other people, however many pages they have open. Our own other pages share our working copy. */
function onePerName(pages: readonly PresentEditor[]): PresentEditor[] {
  const people = new Map<string, PresentEditor>()
  for (const page of pages) {
    if (!people.get(page.name)?.isEditing) people.set(page.name, page)
  }
  return [...people.values()]
}
