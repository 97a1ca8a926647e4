import { type ComponentType, type ReactNode, useEffect, useEffectEvent, useReducer } from 'react'
import { commonTexts } from './texts/common.ts'
import { toasts } from './toasts.tsx'

interface LoadedLaterProps {
  /** Called when the script cannot be had: takes the part off the page again. */
  readonly onFailed: () => void
}

/**
 * A part of a page whose script comes when the part is first drawn. When the script cannot be had, a notice says so
 * and the page stays; the next time the part is drawn it is asked for again. `React.lazy` would take the page down,
 * and remember the failure.
 */
export function loadedLater<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  pending: ReactNode = null,
): ComponentType<Props & LoadedLaterProps> {
  let Part: ComponentType<Props> | null = null
  return function LoadedLater(props) {
    const [, redraw] = useReducer((count: number) => count + 1, 0)
    const fail = useEffectEvent(() => {
      toasts.failure({ id: 'not-loaded', title: commonTexts.notLoaded, message: commonTexts.offline })
      props.onFailed()
    })
    useEffect(() => {
      if (Part !== null) return
      let isGone = false
      load().then(
        (loaded) => {
          Part = loaded
          if (!isGone) redraw()
        },
        () => {
          if (!isGone) fail()
        },
      )
      return () => {
        isGone = true
      }
    }, [])
    return Part === null ? pending : <Part {...props} />
  }
}
