import { canonicalFlow, type Flow, isSecretReference, migrateFlow } from '@patchbay/shared/flow'
import { parseJson, stringifyJson } from '@patchbay/shared/json'
import type { Catalog } from '@patchbay/shared/nodes'

/** The text of a `.flow.json` file: stable key order, two spaces, a line break at the end. */
export function writeFlowFile(flow: Flow, catalog: Catalog | undefined): string {
  // A flow document is plain JSON; its type says `unknown` where inputs stand.
  const document = canonicalFlow(flow, catalog) as Parameters<typeof stringifyJson>[0]
  return `${stringifyJson(document, 2)}\n`
}

/**
 * Reads a file into a document of the present format; the server checks it against the schema.
 * @throws SyntaxError for text that is no JSON, AppError for a format newer than this program.
 */
export function readFlowFile(text: string): unknown {
  return migrateFlow(parseJson(text.replace(/^\uFEFF/, '')))
}

/** `weather-forecast.flow.json`. */
export function flowFileName(name: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
  return `${slug === '' ? 'flow' : slug}.flow.json`
}

/** The document without references to stored secrets, which belong to the flow they were entered in. */
export function withoutSecrets(flow: Flow): { readonly flow: Flow; readonly secrets: number } {
  let secrets = 0
  const strip = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(strip)
    if (typeof value !== 'object' || value === null) return value
    const kept = Object.entries(value).filter(([, member]) => !isSecretReference(member))
    secrets += Object.keys(value).length - kept.length
    return Object.fromEntries(kept.map(([key, member]) => [key, strip(member)]))
  }
  const nodes = flow.nodes.map((node) => ({
    ...node,
    inputs: Object.fromEntries(
      Object.entries(node.inputs)
        .filter(([, value]) => !(isSecretReference(value) && ++secrets > 0))
        .map(([key, value]) => [key, strip(value)]),
    ),
  }))
  return { flow: { ...flow, nodes }, secrets }
}

/** A name that no flow has yet: `Weather Forecast`, then `Weather Forecast 2`, `3` … */
export function freeName(wanted: string, taken: readonly string[]): string {
  const names = new Set(taken.map((name) => name.toLowerCase()))
  if (!names.has(wanted.toLowerCase())) return wanted
  const base = wanted.replace(/ \d{1,4}$/, '')
  for (let number = 2; ; number += 1) {
    const name = `${base} ${number}`
    if (!names.has(name.toLowerCase())) return name
  }
}
