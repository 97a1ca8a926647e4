import { UnstyledButton } from '@mantine/core'
import type { AddressResource } from '@patchbay/shared/api'
import { Link } from 'wouter'
import { addressName } from '../addresses/address-name.ts'
import { Icon } from '../ui/icon.tsx'
import { IconAlertTriangle } from '../ui/icons.ts'
import { accountsTexts } from '../ui/texts/accounts.ts'
import classes from './accounts.module.css'

interface AnsweredByProps {
  readonly address: AddressResource
  /** Called when another flow is to answer. Without it nothing can be changed. */
  readonly onChoose: ((address: AddressResource) => void) | undefined
}

const texts = accountsTexts.answeredBy

/** The flow that answers at an address of the account, or that none does. */
export function AnsweredBy({ address, onChoose }: AnsweredByProps) {
  const { flowId, flowName } = address
  return (
    <div className={classes.answeredBy}>
      {flowId === null ? (
        <span className={classes.unanswered}>
          <Icon of={IconAlertTriangle} />
          {texts.none}
        </span>
      ) : (
        <Link href={`/flows/${flowId}`}>{flowName}</Link>
      )}
      {onChoose && <ChooseFlow address={address} onChoose={onChoose} />}
    </div>
  )
}

interface ChooseFlowProps {
  readonly address: AddressResource
  readonly onChoose: (address: AddressResource) => void
}

/** Opens the pop-up that gives the address to a flow. */
export function ChooseFlow({ address, onChoose }: ChooseFlowProps) {
  const isFree = address.flowId === null
  return (
    <UnstyledButton
      className={classes.choose ?? ''}
      aria-label={isFree ? undefined : texts.changeOf(addressName(address))}
      onClick={() => onChoose(address)}
    >
      {isFree ? texts.choose : texts.change}
    </UnstyledButton>
  )
}
