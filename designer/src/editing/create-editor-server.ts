import type { QueryClient } from '@tanstack/react-query'
import {
  createFlow,
  deployFlow,
  deployVersion,
  replayRun,
  saveFlow,
  setFlowPaused,
  testAction,
  validateFlow,
} from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { queries } from '../api/query-options.ts'
import { checkStarts, statusOfAddress } from './check-starts.ts'
import type { EditorServer } from './editor-services.ts'
import { ownAddresses } from './own-addresses.ts'

/**
 * The editor's server on the API client; lists and pages that a change touches are read again. `workingCopy` is the
 * copy on the server that is done with when the draft is saved.
 */
export function createEditorServer(client: QueryClient, workingCopy?: string): EditorServer {
  const refresh = (...queryKeys: readonly (readonly unknown[])[]) => {
    for (const queryKey of queryKeys) void client.invalidateQueries({ queryKey })
  }
  return {
    readFlow: (flowId) => client.fetchQuery({ ...queries.flow(flowId), staleTime: 0 }),
    save: async (flowId, revision, document) => {
      const resource = await saveFlow(flowId, revision, document, workingCopy)
      client.setQueryData(keys.flow(flowId), resource)
      refresh(keys.flowList)
      return resource
    },
    create: async (document) => {
      const resource = await createFlow(document)
      refresh(keys.flowList)
      return resource
    },
    deploy: async (flowId, revision) => {
      const answer = await deployFlow(flowId, revision)
      refresh(keys.flowList, keys.versions(flowId))
      return answer
    },
    setPaused: async (flowId, paused) => {
      const resource = await setFlowPaused(flowId, paused)
      client.setQueryData(keys.flow(flowId), resource)
      refresh(keys.flowList, keys.runLists)
      return resource
    },
    rollBack: async (flowId, version) => {
      await deployVersion(flowId, version)
      refresh(keys.flowList, keys.versions(flowId))
    },
    liveDocument: async (flowId, version) => (await client.fetchQuery(queries.version(flowId, version))).document,
    readVersion: (flowId, version) => client.fetchQuery(queries.version(flowId, version)),
    checkStarts: async (flowId) => {
      const [flow, catalog, addresses] = await Promise.all([
        client.fetchQuery({ ...queries.flow(flowId), staleTime: 0 }),
        client.fetchQuery(queries.catalog()),
        client.fetchQuery({ ...queries.addresses(), staleTime: 0 }),
      ])
      return checkStarts(flow, { catalog, assigned: ownAddresses(flowId, addresses), statusOf: statusOfAddress })
    },
    replay: async (runId, request) => {
      const run = await replayRun(runId, request)
      refresh(keys.runLists)
      return run
    },
    validate: async (flowId, document, signal) => (await validateFlow(document, flowId, signal)).problems,
    testAction: (type, test, signal) => testAction(type, test, signal),
  }
}
