import type { ReactNode } from 'react'
import { LoadError } from './load-error.tsx'
import { SkeletonRows } from './skeleton.tsx'

interface QueryViewProps<Data> {
  readonly query: { readonly data: Data | undefined; readonly error: unknown; refetch(): Promise<unknown> }
  /** Rows of the skeleton and their height in pixels. */
  readonly rows?: number
  readonly height?: number
  readonly children: (data: Data) => ReactNode
}

/** What was loaded; until then a skeleton, and in its place the reason when it cannot be had. */
export function QueryView<Data>({ query, rows = 8, height = 44, children }: QueryViewProps<Data>) {
  if (query.data !== undefined) return children(query.data)
  if (query.error) return <LoadError error={query.error} onRetry={() => void query.refetch()} />
  return <SkeletonRows rows={rows} height={height} />
}
