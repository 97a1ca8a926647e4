import { type ReactFlowState, useStore } from '@xyflow/react'

export type Distance = 'near' | 'far' | 'farthest' | 'overview'

/** How much of a block can still be read at this zoom; changes at three borders only. */
export function useDistance(): Distance {
  return useStore(selectDistance)
}

function selectDistance({ transform: [, , zoom] }: ReactFlowState): Distance {
  if (zoom < 0.2) return 'overview'
  if (zoom < 0.3) return 'farthest'
  return zoom < 0.5 ? 'far' : 'near'
}
