import type { TestVersion } from '../editing/store/editor-state.ts'
import { IconPlayerPlay } from '../ui/icons.ts'
import { apiTestTexts as texts } from '../ui/texts/api-test.ts'
import { TestForm } from './test-form.tsx'
import type { TestedTrigger } from './tested-triggers.ts'
import { useFlowTest } from './use-flow-test.ts'

interface ScheduleFormProps {
  readonly trigger: TestedTrigger
  readonly version: TestVersion
}

/** Starts the flow as its schedule would, now. */
export function ScheduleForm({ trigger, version }: ScheduleFormProps) {
  const test = useFlowTest(version, trigger.node.id)
  return (
    <TestForm test={test} send={texts.runNow} icon={IconPlayerPlay} onSend={() => void test.send({})}>
      <p>{texts.scheduleText}</p>
    </TestForm>
  )
}
