import { type ComponentType, useEffect, useReducer, useState } from 'react'
import { LoadError } from './load-error.tsx'
import { PagePending } from './page-pending.tsx'
import { commonTexts } from './texts/common.ts'

/**
 * A page whose script comes when the page is first shown. When the script cannot be had, the page says so with a
 * button that asks for it again. `React.lazy` would remember the failure until a reload.
 */
export function pageLater<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let Page: ComponentType<Props> | null = null
  return function PageLater(props) {
    const [isFailed, setFailed] = useState(false)
    const [attempt, tryAgain] = useReducer((count: number) => count + 1, 0)
    // biome-ignore lint/correctness/useExhaustiveDependencies: every attempt asks again.
    useEffect(() => {
      if (Page !== null) return
      let isGone = false
      const settle = (failed: boolean) => {
        if (!isGone) setFailed(failed)
        if (!isGone && !failed) tryAgain()
      }
      load().then(
        (loaded) => {
          Page = loaded
          settle(false)
        },
        () => settle(true),
      )
      return () => {
        isGone = true
      }
    }, [attempt])
    if (Page !== null) return <Page {...props} />
    if (isFailed) return <LoadError asPage error={new Error(commonTexts.offline)} onRetry={tryAgain} />
    return <PagePending />
  }
}
