export interface FloorPlan {
  /** Folders from the ground up; `.` is the root of the package, and a folder within one may have a floor of its own. */
  readonly floors: readonly (readonly string[])[]
  /** Types may be imported from above and beside as well: an interface is no part of the running program. */
  readonly mayTypesClimb?: boolean
}

/**
 * The folders of each package. A file imports only from its own folder and from floors below it: nothing above, and
 * nothing beside it. ARCHITECTURE.md says what each folder holds.
 */
export const floorPlans: Readonly<Record<string, FloorPlan>> = {
  'shared/src': {
    floors: [
      ['errors', 'nodes', 'phone'],
      ['json', 'time'],
      ['bridges', 'expressions', 'queries', 'schedules'],
      ['flow', 'calls'],
      ['api'],
      ['manifests'],
    ],
    mayTypesClimb: true,
  },
  'runtime/src': {
    floors: [
      ['platform'],
      ['store'],
      ['platform/secrets', 'kit'],
      ['web-call', 'messaging', 'accounts', 'alerts', 'cluster'],
      ['tables', 'bots'],
      ['nodes', 'engine', 'inbox', 'contacts', 'event-webhooks', 'manifests'],
      ['integrations', 'directory', 'schedules', 'flow-events', 'services'],
      ['http'],
      ['.'],
    ],
    mayTypesClimb: true,
  },
  'designer/src': {
    floors: [
      ['ui'],
      ['api'],
      ['files'],
      ['editing', 'runs', 'flows-list', 'tables', 'contacts', 'settings', 'sign-in'],
      ['commands', 'palette', 'addresses'],
      ['inspector', 'board'],
      ['outline', 'response', 'simulator', 'accounts', 'inbox'],
      ['command-palette'],
      ['editor-page', 'home', 'help', 'own-account', 'integrations'],
      ['app'],
    ],
  },
}
