import { type Flow, isSecretReference } from '@patchbay/shared/flow'

/** Returns the document without secrets, for exports, copies and templates. Each becomes an empty text. */
export function stripSecrets(document: Flow): Flow {
  const nodes = document.nodes.map((node) => {
    const inputs = Object.fromEntries(Object.entries(node.inputs).map(([name, value]) => [name, strip(value)]))
    return { ...node, inputs }
  })
  return { ...document, nodes }
}

function strip(value: unknown): unknown {
  if (isSecretReference(value)) return ''
  if (Array.isArray(value)) return value.map(strip)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, strip(item)]))
}
