/** The text of the key with which runtimes under test seal secrets. */
export const secretKeyText = 'a key for tests that is long enough'
