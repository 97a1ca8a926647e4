import type { Json } from './json.ts'

/** Way from the root of a JSON value to a place in it: keys of objects and indexes of arrays. */
export type JsonPath = readonly (string | number)[]

export type ParsedPath =
  | {
      readonly path: JsonPath
      /** One name written without brackets, such as `temperature`. */
      readonly isLabel: boolean
    }
  | {
      /** What is wrong, as the second half of a sentence. */
      readonly problem: string
    }

/**
 * Reads `a.b[0].c`, `[0].x`, `a["b c"].d`, `a.'x.y'`. Names may hold anything but `.`, brackets, braces, double
 * quotes, backslashes and control characters unless they are quoted.
 */
export function parsePath(text: string): ParsedPath {
  return { problem: text }
}

/** Shortest text that {@link parsePath} reads as this path; an index at the root is written `array[0]`. */
export function pathText(path: JsonPath): string {
  return String(path)
}

/** The value at a path, or undefined. Sees own keys of plain objects and elements of arrays, and calls nothing. */
export function valueAt(root: Json, path: JsonPath): Json | undefined {
  return path.length === 0 ? root : undefined
}
