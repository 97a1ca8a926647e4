/** What an Expected Input may be. `any`: the value stays as it was sent. */
export const inputTypes = ['any', 'text', 'number', 'boolean', 'date', 'list', 'object'] as const
export type InputType = (typeof inputTypes)[number]

/** A value that the caller of a flow sends, as a row of its trigger says it. */
export interface ExpectedInput {
  readonly name: string
  readonly type: InputType
  /** A value that has a default is never missing. */
  readonly required: boolean
  /** As typed, read by `readInputText`; empty for none. */
  readonly default: string
  /** As typed, as `default`. */
  readonly example: string
  readonly description: string
}

const types: ReadonlySet<unknown> = new Set(inputTypes)

/** The Expected Inputs in the rows of a trigger, complete with what a row leaves out. Rows without a name are left out. */
export function expectedInputsOf(rows: unknown): readonly ExpectedInput[] {
  if (!Array.isArray(rows)) return []
  return rows.flatMap((row: unknown) => {
    if (typeof row !== 'object' || row === null) return []
    const { name, type, required, default: given, example, description } = row as Record<string, unknown> // checked below
    if (typeof name !== 'string' || name === '') return []
    return [
      {
        name,
        type: isInputType(type) ? type : 'any',
        required: required !== false,
        default: textIn(given),
        example: textIn(example),
        description: textIn(description),
      },
    ]
  })
}

function isInputType(value: unknown): value is InputType {
  return types.has(value)
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
