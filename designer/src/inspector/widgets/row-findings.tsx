import type { InputPath } from '@patchbay/shared/flow'
import { Finding } from '../form/field-frame.tsx'
import { problemPath, useForm } from '../form/form-context.tsx'

/** Problems of single cells, in words under the grid: a cell has no room for them. */
export function RowFindings({ path }: { readonly path: InputPath }) {
  const { problems, isTouched } = useForm()
  const prefix = `${problemPath(path)}[`
  const found = problems.filter(({ path: at, code }) => {
    if (at === undefined || !at.startsWith(prefix)) return false
    return code !== 'INPUT_MISSING' || isTouched(path)
  })
  return [...new Map(found.map((problem) => [problem.message, problem])).values()].map((problem) => (
    <Finding key={problem.message} finding={problem} />
  ))
}
