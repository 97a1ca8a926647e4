import type { FlowProblem } from '@patchbay/shared/flow'
import type { ApiProblem } from '../api/problem.ts'
import type { EditorServices } from '../editing/editor-services.ts'
import { problemPlace } from '../editing/problem-place.ts'
import { withoutMarks } from '../ui/inline-code.tsx'
import { editorTexts } from '../ui/texts/editor.ts'
import { toasts } from '../ui/toasts.tsx'

/** Says which problems keep the draft from being deployed or tested, and leads to the first one. */
export function refuseDraft(
  { store }: Pick<EditorServices, 'store'>,
  thrown: ApiProblem,
  title: (errors: number) => string,
): void {
  const problems = problemsOf(thrown)
  const errors = problems.filter((problem) => problem.severity === 'error')
  const [first] = errors
  if (problems.length > 0) store.getState().setProblems(problems)
  toasts.failure({
    id: 'not-deployed',
    title: title(Math.max(1, errors.length)),
    ...(first ? { message: `${problemPlace(first, store.getState())}${withoutMarks(first.message)}` } : {}),
    action: {
      label: editorTexts.show,
      onClick: () => {
        store.getState().setProblemsOpen(true)
        if (first) store.getState().showField(first.nodeId ?? null, first.path ?? '')
      },
    },
  })
}

/** The problems that the refusal carries beside its sentence. */
export function problemsOf({ problem: { problems } }: ApiProblem): readonly FlowProblem[] {
  // The runtime answers NOT_DEPLOYABLE with the same list as `POST /flows/validate`.
  return Array.isArray(problems) ? (problems as readonly FlowProblem[]) : []
}
