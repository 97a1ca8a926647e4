import { jsonPathArrival } from '@patchbay/shared/queries'
import { useSyncExternalStore } from 'react'

/** Whether JSONPath can be read by now. What shows values of queries is drawn anew when it can. */
export function useJsonPath(): boolean {
  return useSyncExternalStore(jsonPathArrival.subscribe, jsonPathArrival.hasCome)
}
