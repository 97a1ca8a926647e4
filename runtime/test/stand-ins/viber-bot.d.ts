/** The package has no types. This is what its README says, with the one field that leads it to another host. */
declare module 'viber-bot' {
  export class Bot {
    constructor(config: { readonly authToken: string; readonly name: string; readonly avatar: string })
    readonly _client: { _url: string }
    getBotProfile(): Promise<{ readonly id: string; readonly name: string }>
  }
}

declare module 'viber-bot/lib/message/message-validator.js' {
  class MessageValidator {
    constructor(logger: { debug(text: string): void }, authToken: string)
    validateMessage(signature: string, body: string): boolean
  }
  export = MessageValidator
}
