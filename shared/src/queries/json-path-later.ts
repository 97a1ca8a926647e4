import type { compileJsonPath as Compile, JsonPathArrival } from './json-path.ts'

// Stands in the place of json-path.ts in a browser (`imports` in package.json): most flows have no JSONPath, so the
// library is fetched when the first one is met.

let compile: typeof Compile | null = null
let isComing = false
const listeners = new Set<() => void>()

export const jsonPathArrival: JsonPathArrival = {
  hasCome: () => compile !== null,
  subscribe: (listener) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  },
}

/** Until the library has come every JSONPath passes and finds nothing; who shows either listens to the arrival. */
export const compileJsonPath: typeof Compile = (text) => {
  if (compile) return compile(text)
  void fetchLibrary()
  return { query: { text, kind: 'jsonpath', evaluate: () => ({ found: false, value: null }) } }
}

async function fetchLibrary(): Promise<void> {
  if (isComing) return
  isComing = true
  try {
    compile = (await import('./json-path.ts')).compileJsonPath
    for (const listener of [...listeners]) listener()
  } catch {
    // Without a network now: the next JSONPath asks again.
    isComing = false
  }
}
