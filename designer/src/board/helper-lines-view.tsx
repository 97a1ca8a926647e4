import { type ReactFlowState, useStore, ViewportPortal } from '@xyflow/react'
import { useStore as useValue } from 'zustand'
import classes from './board.module.css'
import type { HelperLine, HelperLinesStore } from './helper-lines.ts'

/** The lines that a dragged block shares with others. */
export function HelperLinesView({ store }: { readonly store: HelperLinesStore }) {
  const { lines } = useValue(store)
  if (lines.length === 0) return null
  return (
    <ViewportPortal>
      {lines.map((line) => (
        <Line key={`${line.axis}${line.at}`} line={line} />
      ))}
    </ViewportPortal>
  )
}

const selectZoom = ({ transform: [, , zoom] }: ReactFlowState) => zoom

function Line({ line: { axis, at, from, to } }: { readonly line: HelperLine }) {
  // One pixel on the screen at every zoom.
  const thickness = 1 / useStore(selectZoom)
  const size = axis === 'down' ? { width: thickness, height: to - from } : { width: to - from, height: thickness }
  const place = axis === 'down' ? { left: at, top: from } : { left: from, top: at }
  return <i className={classes.helperLine} aria-hidden="true" data-helper-line={axis} style={{ ...place, ...size }} />
}
