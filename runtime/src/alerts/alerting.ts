import type { LiveEvent } from '@patchbay/shared/api'
import type { Worker } from '../platform/queue/job.ts'
import type { Database } from '../store/database.ts'
import { createFailureAlertRepository } from '../store/repositories/failure-alert-repository.ts'
import { type AlertWorkerOptions, createAlertWorker } from './alert-job.ts'
import { createFailureAlerts, type FailureAlertsOptions } from './failure-alerts.ts'

export type AlertingOptions = Omit<FailureAlertsOptions, 'alerts'> &
  AlertWorkerOptions & { readonly database: Database }

/** Watches for failed runs and sends the alerts about them. */
export function createAlerting(options: AlertingOptions): {
  readonly worker: Worker
  onEvent(event: LiveEvent): void
} {
  const alerts = createFailureAlertRepository(options.database)
  return { worker: createAlertWorker(options), ...createFailureAlerts({ ...options, alerts }) }
}
