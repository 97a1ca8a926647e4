import { type AlertingOptions, createAlerting } from './alerts/alerting.ts'
import { createSendMail } from './alerts/send-mail.ts'
import { type BackgroundOptions, createBackground } from './background.ts'
import { createEventWebhookParts, type EventWebhookOptions } from './event-webhooks/create-event-webhooks.ts'
import { publicUrlOf } from './platform/config/addresses.ts'
import type { Config } from './platform/config/config.ts'
import { createBackups } from './store/pglite/backup.ts'

/** Options that the settings of the operator have. */
type Settings = 'instance' | 'publicUrl'

export type ObservingOptions = { readonly config: Config } & Omit<AlertingOptions, Settings | 'sendMail'> &
  Omit<EventWebhookOptions, Settings | 'egressAllow' | 'timeoutMs'> &
  Omit<BackgroundOptions, 'backups' | 'retentionDays' | 'onFault'>

/** Makes the parts beside the runs: they tell others what happened, do what is due by the clock, and back up the data. */
export function createObserving(options: ObservingOptions) {
  const { config, database, now, onError } = options
  const { engine, liveFlows, plans, runs, events, services } = options
  const { web, queue, kinds, key, processId, version } = options
  const settings = { instance: config.onFailure, ...publicUrlOf(config) }
  const backups = createBackups(database)
  return {
    backups,
    alerting: createAlerting({
      ...{ database, runs, liveFlows, queue, web, engine, now, onError, ...settings },
      sendAlone: options.sendAlone,
      ...(config.mail === undefined ? {} : { sendMail: createSendMail(config.mail) }),
    }),
    eventWebhooks: createEventWebhookParts({
      ...{ database, key, web, queue, kinds, version, processId, now, onError, ...settings },
      mayJudge: options.mayJudge,
      egressAllow: config.egressAllow,
      onChange: options.onChange,
    }),
    background: createBackground({
      ...{ database, backups, services, liveFlows, plans, engine, events, processId, now },
      renewal: options.renewal,
      agentStatuses: options.agentStatuses,
      synchronization: options.synchronization,
      onStart: options.onStart,
      retentionDays: config.retentionDays,
      onFault: onError,
    }),
  }
}
