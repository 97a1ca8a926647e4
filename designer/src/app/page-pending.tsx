import { SkeletonRows } from '../ui/skeleton.tsx'

/** While a page's script loads. */
export function PagePending() {
  return (
    <main>
      <SkeletonRows rows={4} />
    </main>
  )
}
