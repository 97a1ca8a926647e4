import type { IntegrationUse } from '@patchbay/shared/api'
import { Link } from 'wouter'
import { integrationTexts } from '../ui/texts/integrations.ts'
import classes from './integrations.module.css'

interface UsingFlowsProps {
  readonly flows: readonly IntegrationUse[]
  readonly accounts?: number
}

/** The live flows with actions of an integration, and how many accounts it has. */
export function UsingFlows({ flows, accounts = 0 }: UsingFlowsProps) {
  return (
    <ul className={classes.uses}>
      {flows.map(({ flowId, flowName, actions }) => (
        <li key={flowId}>
          <Link href={`/flows/${flowId}`}>{flowName}</Link>{' '}
          <span className="sub">{integrationTexts.difference.inFlow(actions.join(', '))}</span>
        </li>
      ))}
      {accounts > 0 && (
        <li>
          <Link href="/accounts">{integrationTexts.uses.accounts(accounts)}</Link>
        </li>
      )}
    </ul>
  )
}
