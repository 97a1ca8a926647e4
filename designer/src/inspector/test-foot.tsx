import { Button } from '@mantine/core'
import { testAction } from '../commands/test-action.ts'
import { useCommand } from '../commands/use-command.ts'
import { useEditor } from '../editing/editor-context.tsx'
import type { ActionTest } from '../editing/store/editor-state.ts'
import { Badge } from '../ui/badge.tsx'
import { stepDuration } from '../ui/formats.ts'
import { Icon } from '../ui/icon.tsx'
import { IconCheck, IconLoader2, IconPlayerPlay, IconX } from '../ui/icons.ts'
import { inspectorTexts } from '../ui/texts/inspector.ts'
import classes from './panel.module.css'

/** The test of an action in the panel's fixed foot, with its last result. */
export function TestFoot({ nodeId, title }: { readonly nodeId: number; readonly title: string }) {
  const { run } = useCommand(testAction)
  const test = useEditor((state) => state.tests[nodeId])
  return (
    <div className={classes.foot}>
      <Button leftSection={<Icon of={IconPlayerPlay} />} onClick={run}>
        {title}
      </Button>
      {test && (
        <span className={classes.footResult} role="status">
          <TestBadge test={test} />
          {test.response && (
            <span className={`sub num ${classes.footTime}`}>{stepDuration(test.response.durationMs)}</span>
          )}
        </span>
      )}
    </div>
  )
}

/** `200 OK`, `500 Internal Server Error`, `No reply`; of a test without a request whether it went well. */
export function TestBadge({ test }: { readonly test: ActionTest }) {
  if (test.status === 'running') {
    return (
      <Badge tone="run" icon={IconLoader2} spinning>
        {inspectorTexts.testing}
      </Badge>
    )
  }
  const isOk = test.response !== null && test.response.error === null
  return (
    <Badge tone={isOk ? 'ok' : 'bad'} icon={isOk ? IconCheck : IconX}>
      {resultOf(test.response)}
    </Badge>
  )
}

function resultOf(result: ActionTest['response']): string {
  if (result?.response) return `${result.response.statusCode} ${result.response.statusText}`.trim()
  if (result === null || result.request !== null) return inspectorTexts.noReply
  return result.error === null ? inspectorTexts.testPassed : inspectorTexts.testFailed
}
