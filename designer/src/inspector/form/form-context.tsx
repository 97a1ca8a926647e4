import type { FlowProblem, RowChange } from '@patchbay/shared/flow'
import { formatInputPath, type InputPath } from '@patchbay/shared/flow'
import type { ExitRule } from '@patchbay/shared/nodes'
import { createContext, type RefObject, useContext } from 'react'
import type { TSchema } from 'typebox'
import type { FieldVariables } from '../template/field-variables.ts'
import type { TemplateHandle } from '../template/template-input.tsx'

/** What the widgets of one action's form share. */
export interface FormServices {
  readonly nodeId: number
  /** Type of the action, or of the account. */
  readonly type: string
  /** Of the action's type. */
  readonly typeVersion: number
  /** Of all inputs. */
  readonly schema: TSchema
  /** The exits of an action; an account has none. */
  readonly exits: readonly ExitRule[]
  /** All inputs, defaults included. */
  readonly inputs: Readonly<Record<string, unknown>>
  readonly variables: FieldVariables
  /** Of inputs that are filled in at the end of a run that the action has begun. */
  readonly variablesAtEnd: FieldVariables
  readonly problems: readonly FlowProblem[]
  /** Sets an input; `burst` gathers typing into one step of undo. */
  set(path: InputPath, value: unknown, burst?: boolean): void
  /** Adds, removes or moves a row of the list at `path`. */
  changeRows(path: InputPath, change: RowChange): void
  /** The template field that was typed in last. */
  readonly lastTemplate: RefObject<TemplateHandle | null>
  /** Fields that were left at least once, or whose problems shall show now. */
  isTouched(path: InputPath): boolean
  touch(path: InputPath): void
}

export const FormContext = createContext<FormServices | null>(null)

export function useForm(): FormServices {
  const form = useContext(FormContext)
  if (!form) throw new Error('This field must be drawn inside the form of an action.')
  return form
}

/** As problems name an input: `inputs.headers[0].value`. */
export function problemPath(path: InputPath): string {
  return `inputs.${formatInputPath(path)}`
}

export interface FieldFinding {
  readonly severity: FlowProblem['severity']
  readonly message: string
}

/**
 * What is wrong with a field. That it is still empty is said only once the builder has been there: a new block
 * already says it on the board.
 */
export function useFinding(path: InputPath): FieldFinding | null {
  const { problems, isTouched } = useForm()
  const at = problemPath(path)
  const own = problems.filter((problem) => problem.path === at)
  const shown = isTouched(path) ? own : own.filter(({ code }) => code !== 'INPUT_MISSING' && code !== 'SECRET_MISSING')
  return shown.find(({ severity }) => severity === 'error') ?? shown[0] ?? null
}
