import type { FieldError } from '@patchbay/shared/errors'
import type { ErrorObject, ValidateFunction } from 'ajv'
import type { Static, TSchema } from 'typebox'
import { ajv } from './ajv.ts'
import { toFieldError } from './field-error.ts'

/** The value with its schema's type, or its errors. */
export type Checked<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly errors: readonly FieldError[] }

/** A compiled schema. Never changes the value, and never throws for its contents. */
export type Check<Value> = (value: unknown) => Checked<Value>

/** Beyond this many values only the first error is reported, so that errors do not outgrow the body. */
const mostValuesForEveryError = 20_000
const mostErrors = 100

const compiled = new WeakMap<TSchema, Check<unknown>>()

/** Compiles a schema once. Later calls with the same schema object return the same check. */
export function createCheck<Schema extends TSchema>(schema: Schema): Check<Static<Schema>> {
  const known = compiled.get(schema)
  // The cast restores the type under which the same schema was stored.
  if (known !== undefined) return known as Check<Static<Schema>>
  const check = compileCheck(schema)
  compiled.set(schema, check)
  return check
}

function compileCheck<Schema extends TSchema>(schema: Schema): Check<Static<Schema>> {
  const first = ajv.first.compile<Static<Schema>>(schema)
  let every: ValidateFunction | undefined
  return (value) => {
    if (first(value)) return { ok: true, value }
    if (countValues(value) > mostValuesForEveryError) return { ok: false, errors: toFieldErrors(first.errors) }
    every ??= ajv.every.compile(schema)
    every(value)
    return { ok: false, errors: toFieldErrors(every.errors) }
  }
}

function toFieldErrors(errors: readonly ErrorObject[] | null | undefined): readonly FieldError[] {
  const branchesOf = (errors ?? []).filter((error) => error.keyword === 'anyOf' || error.keyword === 'oneOf')
  const isBranch = (error: ErrorObject) =>
    branchesOf.some((union) => error !== union && error.schemaPath.startsWith(`${union.schemaPath}/`))
  const seen = new Map<string, FieldError>()
  for (const error of errors ?? []) {
    // Errors of the branches of a union contradict each other. The union's own error is enough.
    if (isBranch(error) || error.keyword === 'if') continue
    const field = toFieldError(error)
    if (!seen.has(field.path)) seen.set(field.path, field)
    if (seen.size === mostErrors) break
  }
  return [...seen.values()]
}

/** Counts the values of a JSON tree. Stops counting above the limit. */
function countValues(root: unknown): number {
  const pending: unknown[] = [root]
  let count = 0
  while (pending.length > 0 && count <= mostValuesForEveryError) {
    const value = pending.pop()
    count += 1
    if (typeof value !== 'object' || value === null) continue
    const children: readonly unknown[] = Array.isArray(value) ? value : Object.values(value)
    if (children.length > mostValuesForEveryError) return children.length
    for (const child of children) pending.push(child)
  }
  return count
}
