import { type Flow, type FlowSettings, MAX_NAME_LENGTH } from '../schema.ts'

export interface FlowDetails {
  readonly name?: string
  readonly description?: string
  /** Only the named settings change; one given as undefined is removed where it is optional. */
  readonly settings?: { readonly [Name in keyof FlowSettings]?: FlowSettings[Name] | undefined }
}

/** Changes name, description or settings. An empty name changes nothing. */
export function setFlowDetails(flow: Flow, details: FlowDetails): Flow {
  const name = details.name?.trim().slice(0, MAX_NAME_LENGTH)
  return {
    ...flow,
    ...(name === undefined || name === '' ? {} : { name }),
    ...(details.description === undefined ? {} : { description: details.description }),
    ...(details.settings === undefined ? {} : { settings: mergeSettings(flow.settings, details.settings) }),
  }
}

function mergeSettings(settings: FlowSettings, changes: NonNullable<FlowDetails['settings']>): FlowSettings {
  const entries = Object.entries({ ...settings, ...changes }).filter(([, value]) => value !== undefined)
  const { timeZone, maxSteps } = settings
  // Required settings stay what they were when a change gives them as undefined.
  return { timeZone, maxSteps, ...Object.fromEntries(entries) }
}
