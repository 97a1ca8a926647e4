import { Button, Switch } from '@mantine/core'
import type { Icon as TablerIcon } from '@tabler/icons-react'
import type { FormEvent, ReactNode } from 'react'
import { Icon } from '../ui/icon.tsx'
import { IconDeviceMobileMessage } from '../ui/icons.ts'
import { apiTestTexts as texts } from '../ui/texts/api-test.ts'
import { leaveGoodNews } from '../ui/toasts.tsx'
import classes from './api-test.module.css'
import { CallOutcomeView } from './call-outcome.tsx'
import { EarlierTests } from './earlier-tests.tsx'
import type { FlowTest } from './use-flow-test.ts'

interface TestFormProps {
  readonly test: FlowTest
  readonly send: string
  readonly icon: TablerIcon
  readonly onSend: () => void
  /** The fields. */
  readonly children: ReactNode
}

/** What a test starts with, with what became of the last one underneath. */
export function TestForm({ test, send, icon, onSend, children }: TestFormProps) {
  const { outcome, isSending, version } = test
  const submit = (event: FormEvent) => {
    event.preventDefault()
    leaveGoodNews()
    onSend()
  }
  return (
    <form className={classes.form} noValidate onSubmit={submit}>
      <div className={classes.body}>
        <div className={classes.fields}>
          {version === 'draft' ? <DraftNote test={test} /> : <p className="sub">{texts.realTexts}</p>}
          {children}
        </div>
        {outcome !== null && <CallOutcomeView outcome={outcome} />}
        {version === 'draft' && <EarlierTests outcome={outcome} />}
      </div>
      <div className={classes.foot}>
        <Button type="submit" variant="filled" loading={isSending} leftSection={<Icon of={icon} />}>
          {send}
        </Button>
      </div>
    </form>
  )
}

/** Where the messages of a draft go, which its author may change. */
function DraftNote({ test: { sends, setSends } }: { readonly test: FlowTest }) {
  return (
    <div className={classes.note}>
      <Icon of={IconDeviceMobileMessage} size={14} />
      <div className="grow">
        <p>{texts.draftNote[sends]}</p>
        <Switch
          size="xs"
          label={texts.sendForReal}
          checked={sends === 'real'}
          onChange={(event) => setSends(event.currentTarget.checked ? 'real' : 'simulator')}
        />
      </div>
    </div>
  )
}
