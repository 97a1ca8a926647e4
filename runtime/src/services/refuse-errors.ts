import { AppError } from '@patchbay/shared/errors'
import type { FlowProblem } from '@patchbay/shared/flow'

/** @throws AppError PATH_IN_USE when a used webhook path is the only error, else NOT_DEPLOYABLE */
export function refuseErrors(problems: readonly FlowProblem[]): void {
  const errors = problems.filter((problem) => problem.severity === 'error')
  const [first] = errors
  if (first === undefined) return
  const code = errors.every((problem) => problem.code === 'PATH_IN_USE') ? 'PATH_IN_USE' : 'NOT_DEPLOYABLE'
  const more = errors.length > 1 ? ` There are ${errors.length - 1} more.` : ''
  const fields = errors.map(({ nodeId, path, message }) => ({ path: placeOf(nodeId, path), message }))
  throw new AppError(code, `${first.message}${more}`, { errors: fields, extra: { problems } })
}

function placeOf(nodeId: number | undefined, path: string | undefined): string {
  return [nodeId === undefined ? undefined : `#${nodeId}`, path].filter((part) => part !== undefined).join(' ')
}
