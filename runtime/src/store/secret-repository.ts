export interface SecretRecord {
  readonly id: string
  readonly flowId: string | null
  readonly host: string | null
  /** Ciphertext with nonce and tag, base64. */
  readonly sealed: string
  readonly createdAt: Date
}

export interface SecretRepository {
  create(secrets: readonly SecretRecord[]): Promise<void>
  /** Those that exist. */
  getMany(ids: readonly string[]): Promise<readonly SecretRecord[]>
  ofFlow(flowId: string): Promise<readonly SecretRecord[]>
  remove(ids: readonly string[]): Promise<void>
}
