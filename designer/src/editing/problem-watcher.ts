import { checkFlow, type Flow, type FlowProblem } from '@patchbay/shared/flow'
import { jsonPathArrival } from '@patchbay/shared/queries'
import type { EditorServer } from './editor-services.ts'
import type { EditorStore } from './store/create-editor-store.ts'

interface WatcherDependencies {
  readonly store: EditorStore
  readonly server: Pick<EditorServer, 'validate'>
  /** Calls back later; returns the function that forgets it. */
  readonly later?: (callback: () => void, ms: number) => () => void
}

const LOCAL_MS = 60
const SERVER_MS = 600

/**
 * Keeps the problems of the store true to its document: graph rules at once, schema rules from the server once
 * typing pauses. Returns the function that stops it.
 */
export function watchProblems({ store, server, later = laterByTimer }: WatcherDependencies): () => void {
  let fromServer: readonly FlowProblem[] = []
  let forgetLocal = () => {}
  let forgetServer = () => {}
  let asking = new AbortController()

  const publish = () => {
    const { document, catalog, addresses, setProblems } = store.getState()
    // The empty board asks for a trigger by itself; a red mark would only scold.
    const local = document.nodes.length === 0 ? [] : checkFlow(document, catalog, { addresses })
    setProblems(mergeProblems(local, fromServer, document))
  }
  const ask = async () => {
    asking = new AbortController()
    const { signal } = asking
    const { flowId, document } = store.getState()
    try {
      fromServer = await server.validate(flowId, document, signal)
      if (!signal.aborted) publish()
    } catch {
      // Without an answer the local checks stand alone; the next change asks again.
    }
  }
  const changed = () => {
    asking.abort()
    forgetLocal()
    forgetServer()
    forgetLocal = later(publish, LOCAL_MS)
    forgetServer = later(() => void ask(), SERVER_MS)
  }
  const unsubscribe = store.subscribe((state, previous) => {
    if (state.document !== previous.document || state.addresses !== previous.addresses) changed()
  })
  const forgetArrival = jsonPathArrival.subscribe(publish)
  publish()
  changed()
  return () => {
    unsubscribe()
    forgetArrival()
    forgetLocal()
    forgetServer()
    asking.abort()
  }
}

/**
 * The local problems, then what only the server knows. Its findings about a place stay until it answers again,
 * except where the local checks now say something about that place, or the action is gone.
 */
export function mergeProblems(
  local: readonly FlowProblem[],
  server: readonly FlowProblem[],
  document: Flow,
): readonly FlowProblem[] {
  const known = new Set(local.map(placeOf))
  const knownCodes = new Set(local.map((problem) => `${problem.code}|${placeOf(problem)}`))
  const nodeIds = new Set(document.nodes.map((node) => node.id))
  const further = server.filter((problem) => {
    if (!serverOnlyCodes.has(problem.code)) return false
    if (problem.nodeId !== undefined && !nodeIds.has(problem.nodeId)) return false
    if (knownCodes.has(`${problem.code}|${placeOf(problem)}`)) return false
    return problem.path === undefined || !known.has(placeOf(problem))
  })
  return [...local, ...further].sort((a, b) => weight(a) - weight(b))
}

/** Codes that need the server: schemas are checked there, and only it knows other flows and stored secrets. */
const serverOnlyCodes: ReadonlySet<FlowProblem['code']> = new Set([
  'INPUT_INVALID',
  'SECRET_MISSING',
  'PATH_IN_USE',
  'NO_ADDRESS',
])

function placeOf({ nodeId, path }: FlowProblem): string {
  return `${nodeId ?? ''}|${path ?? ''}`
}

function weight({ severity }: FlowProblem): number {
  return severity === 'error' ? 0 : 1
}

function laterByTimer(callback: () => void, ms: number): () => void {
  const timer = setTimeout(callback, ms)
  return () => clearTimeout(timer)
}
