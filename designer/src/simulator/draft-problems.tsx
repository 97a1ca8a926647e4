import { useEffect } from 'react'
import type { ApiProblem } from '../api/problem.ts'
import { problemsOf } from '../commands/refuse-draft.ts'
import { useEditorStore } from '../editing/editor-context.tsx'
import { problemPlace } from '../editing/problem-place.ts'
import { withoutMarks } from '../ui/inline-code.tsx'
import { apiTestTexts as texts } from '../ui/texts/api-test.ts'
import classes from './api-test.module.css'

/** What keeps the draft from being tested; each leads to its place. */
export function DraftProblems({ problem }: { readonly problem: ApiProblem }) {
  const store = useEditorStore()
  const problems = problemsOf(problem)
  useEffect(() => {
    if (problems.length > 0) store.getState().setProblems(problems)
  }, [problems, store])
  const errors = problems.filter(({ severity }) => severity === 'error')
  return (
    <div role="alert">
      <p>{texts.notReady(errors.length)}</p>
      <ul className={classes.problems}>
        {errors.map((error) => {
          const { nodeId = null, path = '', message } = error
          return (
            <li key={`${nodeId} ${path} ${message}`}>
              <button type="button" onClick={() => store.getState().showField(nodeId, path)}>
                {problemPlace(error, store.getState())}
                {withoutMarks(message)}
              </button>
            </li>
          )
        })}
      </ul>
    </div>
  )
}
