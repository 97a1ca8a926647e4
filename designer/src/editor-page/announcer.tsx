import { isFinal } from '@patchbay/shared/api'
import type { FlowProblem } from '@patchbay/shared/flow'
import { useEffect, useState } from 'react'
import { useLiveEvents } from '../api/events.ts'
import { useEditorServices } from '../editing/editor-context.tsx'
import { problemPlace } from '../editing/problem-place.ts'
import type { EditorState } from '../editing/store/editor-state.ts'
import { withoutMarks } from '../ui/inline-code.tsx'
import { keyboardTexts } from '../ui/texts/keyboard.ts'
import { runStatusTexts } from '../ui/texts/runs.ts'
import { announceEdits } from './announce-edits.ts'

const texts = keyboardTexts.said
/** What happens within this time is said in one breath. */
const BREATH_MS = 200

/** Says what happens on the board, to problems and to runs, for those who do not see it. */
export function Announcer() {
  const said = useAnnouncements()
  return (
    <div className="sr" role="status" aria-live="polite" aria-atomic="true">
      {said}
    </div>
  )
}

function useAnnouncements(): string {
  const { store } = useEditorServices()
  const [said, setSaid] = useState('')
  const [breath] = useState(() => createBreath(setSaid))
  useEffect(() => breath.stop, [breath])
  useEffect(
    () =>
      store.subscribe((state, before) => {
        for (const sentence of changesSaid(state, before)) breath.say(sentence)
      }),
    [store, breath],
  )
  useLiveEvents((event) => {
    if (event.type !== 'run' || event.flowId !== store.getState().flowId) return
    if (event.status === 'running') breath.say(texts.runStarted)
    else if (isFinal(event.status)) breath.say(texts.runEnded(runStatusTexts[event.status]))
  })
  return said
}

function changesSaid(state: EditorState, before: EditorState): string[] {
  const sentences = [...problemsSaid(state, before)]
  if (state.document !== before.document) {
    sentences.unshift(...announceEdits(before.document, state.document, state.definitions))
  }
  if (state.view !== before.view) sentences.push(state.view === 'board' ? texts.board : texts.outline)
  return sentences
}

function problemsSaid(state: EditorState, before: EditorState): string[] {
  const { problems } = state
  if (problems === before.problems) return []
  const known = new Set(before.problems.map(keyOf))
  const standing = new Set(problems.map(keyOf))
  const fresh = problems.filter((problem) => !known.has(keyOf(problem)))
  const solved = before.problems.filter((problem) => !standing.has(keyOf(problem))).length
  const [first, ...others] = fresh
  const sentences: string[] = []
  if (solved > 0) sentences.push(texts.solved(solved, problems.length))
  if (first && others.length === 0) {
    sentences.push(texts.problem(problemPlace(first, state), withoutMarks(first.message)))
  } else if (first) sentences.push(texts.problems(fresh.length))
  return sentences
}

function keyOf({ nodeId, path, code }: FlowProblem): string {
  return `${nodeId ?? ''} ${path ?? ''} ${code}`
}

/** Gathers sentences and gives them out together; the same words twice are still heard twice. */
function createBreath(give: (said: string) => void) {
  let sentences: string[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  let isOdd = false
  const flush = () => {
    timer = undefined
    isOdd = !isOdd
    const text = [...new Set(sentences)].join('. ')
    sentences = []
    give(isOdd ? text : `${text}\u00a0`)
  }
  return {
    say(sentence: string) {
      sentences.push(sentence)
      timer ??= setTimeout(flush, BREATH_MS)
    },
    stop() {
      clearTimeout(timer)
      timer = undefined
    },
  }
}
