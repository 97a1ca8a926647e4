import { type ReactNode, useState } from 'react'
import classes from './picture.module.css'

interface PictureProps {
  /** Its address on this server. */
  readonly src: string | null | undefined
  /** What stands in its place where there is none, or it cannot be shown. */
  readonly children: ReactNode
}

/** The picture of an outside service, filling the mark or the tile around it. Decoration: words stand beside it. */
export function Picture({ src, children }: PictureProps) {
  const [failed, setFailed] = useState<string | null>(null)
  if (!src || src === failed) return children
  return <img className={classes.picture} src={src} alt="" draggable={false} onError={() => setFailed(src)} />
}
