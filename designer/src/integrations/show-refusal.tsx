import { Button } from '@mantine/core'
import type { IntegrationUse } from '@patchbay/shared/api'
import type { ReactNode } from 'react'
import { DialogFoot } from '../ui/dialog-foot.tsx'
import { openDialog } from '../ui/dialogs.tsx'
import { commonTexts } from '../ui/texts/common.ts'
import { integrationTexts } from '../ui/texts/integrations.ts'
import { UsingFlows } from './using-flows.tsx'

const { difference, delete: remove } = integrationTexts

/** Says which live flows keep a manifest from being replaced. */
export function showRefusal(title: string, flows: readonly IntegrationUse[]): void {
  refuse(remove.usedTitle(title), () => (
    <>
      <p>{difference.refused}</p>
      <UsingFlows flows={flows} />
      <p className="sub">{difference.takeOut}</p>
    </>
  ))
}

/** Says what keeps an integration from being deleted. */
export function showUses(title: string, flows: readonly IntegrationUse[], accounts: number): void {
  refuse(remove.usedTitle(title), () => (
    <>
      <p>{remove.usedHelp}</p>
      <UsingFlows flows={flows} accounts={accounts} />
    </>
  ))
}

function refuse(title: string, body: () => ReactNode): void {
  openDialog({
    title,
    size: 460,
    content: (close) => (
      <>
        {body()}
        <DialogFoot>
          <Button variant="filled" onClick={close}>
            {commonTexts.close}
          </Button>
        </DialogFoot>
      </>
    ),
  })
}
