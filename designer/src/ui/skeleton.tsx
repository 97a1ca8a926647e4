import { useEffect, useState } from 'react'
import classes from './skeleton.module.css'
import { commonTexts } from './texts/common.ts'

/** Bars in the layout of the rows to come. They show after 200 ms, so that a quick answer never flickers. */
export function SkeletonRows({ rows = 8, height = 62 }: { readonly rows?: number; readonly height?: number }) {
  const isLate = useLate(200)
  return (
    <div className={classes.rows} aria-busy="true" role="status" aria-label={commonTexts.loading}>
      {isLate &&
        Array.from({ length: rows }, (_, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the bars never move.
          <div key={row} className={classes.row} style={{ height }}>
            <Bar width={[40, 52, 34, 46][row % 4] ?? 40} />
            <Bar width={[18, 14, 20, 16][row % 4] ?? 18} />
          </div>
        ))}
    </div>
  )
}

/** One bar, `width` in percent. */
function Bar({ width }: { readonly width: number }) {
  return <span className={classes.bar} style={{ width: `${width}%` }} />
}

function useLate(ms: number): boolean {
  const [isLate, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), ms)
    return () => clearTimeout(timer)
  }, [ms])
  return isLate
}
