/** Where a value stands inside the inputs of an action: property names and row numbers. */
export type InputPath = readonly (string | number)[]

/** `['headers', 0, 'value']` as `headers[0].value`, the form used in `FlowProblem.path`. */
export function formatInputPath(path: InputPath): string {
  let text = ''
  for (const segment of path) {
    if (typeof segment === 'number') text += `[${segment}]`
    else text += text === '' ? segment : `.${segment}`
  }
  return text
}

/** The reverse of `formatInputPath`. */
export function parseInputPath(text: string): InputPath {
  const segments: (string | number)[] = []
  for (const match of text.matchAll(/\[(\d+)\]|([^.[\]]+)/g)) {
    if (match[1] !== undefined) segments.push(Number(match[1]))
    else if (match[2] !== undefined) segments.push(match[2])
  }
  return segments
}

/** The value at a path, or undefined. Sees own properties only. */
export function inputAt(inputs: unknown, path: InputPath): unknown {
  let value = inputs
  for (const segment of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return undefined
    value = Array.isArray(value) ? value[Number(segment)] : ownValue(value, String(segment))
  }
  return value
}

/**
 * A copy of `inputs` with the value at `path` replaced; untouched parts are shared. `undefined` removes the
 * property or the row. Missing objects and lists on the way are made; a value of the wrong kind is replaced.
 */
export function setAt(
  inputs: Readonly<Record<string, unknown>>,
  path: InputPath,
  value: unknown,
): Record<string, unknown>
export function setAt(inputs: unknown, path: InputPath, value: unknown): unknown
export function setAt(inputs: unknown, path: InputPath, value: unknown): unknown {
  const [segment, ...rest] = path
  if (segment === undefined) return value
  if (typeof segment === 'number') return setRow(Array.isArray(inputs) ? inputs : [], segment, rest, value)
  return setProperty(isRecord(inputs) ? inputs : {}, segment, rest, value)
}

function setRow(rows: readonly unknown[], index: number, rest: InputPath, value: unknown): unknown[] {
  const next = [...rows]
  if (rest.length === 0 && value === undefined) next.splice(index, 1)
  else if (index <= next.length) next[index] = setAt(next[index], rest, value)
  return next
}

function setProperty(
  object: Readonly<Record<string, unknown>>,
  name: string,
  rest: InputPath,
  value: unknown,
): Record<string, unknown> {
  if (rest.length > 0 || value !== undefined) return { ...object, [name]: setAt(ownValue(object, name), rest, value) }
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== name))
}

/** A plain object, not a list and not null. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An own property's value; what the prototype has does not count. */
export function ownValue(object: object, name: string): unknown {
  return Object.getOwnPropertyDescriptor(object, name)?.value
}
