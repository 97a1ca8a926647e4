import type { ChannelKind } from '@patchbay/shared/nodes'
import classes from './monogram.module.css'
import { monogramOf } from './monogram-of.ts'

interface MonogramProps {
  /** Undefined until the catalog knows the channel. */
  readonly kind: Pick<ChannelKind, 'id' | 'title'> | undefined
}

/** The mark of a channel, with its name for pointers and screen readers. */
export function Monogram({ kind }: MonogramProps) {
  if (kind === undefined) return null
  return (
    <abbr className={classes.monogram} title={kind.title}>
      {monogramOf(kind)}
    </abbr>
  )
}
