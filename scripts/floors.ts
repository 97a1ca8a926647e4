/**
 * The folders of each package from the ground up. A file imports only from its own folder and from floors below it:
 * nothing above, and nothing beside it. Types count as well. ARCHITECTURE.md says what each folder holds.
 */
export const floors: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'designer/src': [
    ['ui'],
    ['api'],
    ['editing', 'runs', 'flows-list', 'settings', 'sign-in'],
    ['commands', 'palette', 'addresses'],
    ['inspector', 'board'],
    ['outline', 'response', 'simulator', 'accounts'],
    ['command-palette'],
    ['editor-page'],
    ['app'],
  ],
}
