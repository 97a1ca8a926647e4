/** The package has no types. This is what its README says. */
declare module 'wechat-crypto' {
  class SafeMode {
    constructor(token: string, encodingAesKey: string, appId: string)
    encrypt(text: string): string
    decrypt(text: string): { readonly message: string; readonly id: string }
    getSignature(timestamp: string, nonce: string, encrypted: string): string
  }
  export = SafeMode
}
