import { countSmsSegments } from '@patchbay/shared/nodes'
import { useTestMessages } from '../api/queries.ts'
import { useEditor } from '../editing/editor-context.tsx'
import { kindOf, splitsIntoSegments } from '../editing/own-addresses.ts'
import type { EditorState } from '../editing/store/editor-state.ts'
import { phone } from '../ui/formats.ts'
import { apiTestTexts as texts } from '../ui/texts/api-test.ts'
import { simulatorTexts } from '../ui/texts/simulator.ts'
import classes from './api-test.module.css'

const selectFlowId = (state: EditorState) => state.flowId
const selectCatalog = (state: EditorState) => state.catalog

/** What a test has sent to the phones of the simulator. */
export function TestMessages({ runId }: { readonly runId: string }) {
  const flowId = useEditor(selectFlowId)
  const catalog = useEditor(selectCatalog)
  const all = useTestMessages(flowId).data ?? []
  const sent = all.filter((message) => message.runId === runId && message.direction === 'out').toReversed()
  if (sent.length === 0) return null
  return (
    <ul className={classes.sent} aria-label={texts.sent}>
      {sent.map(({ id, channel, to, text }) => {
        const isSplit = splitsIntoSegments(kindOf(catalog, channel))
        const segments = isSplit ? simulatorTexts.segments(countSmsSegments(text).segments) : null
        return (
          <li key={id}>
            <p dir="auto">{text}</p>
            <span className="sub">
              {[texts.inSimulator(phone(to)), segments].filter((part) => part !== null).join(', ')}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
