import { SkeletonRows } from './skeleton.tsx'
import { commonTexts } from './texts/common.ts'

/** While a page's script loads. */
export function PagePending() {
  return (
    <main id="content" aria-busy="true">
      <h1 className="sr">{commonTexts.loading}</h1>
      <SkeletonRows rows={4} />
    </main>
  )
}
