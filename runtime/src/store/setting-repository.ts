import type { Json } from '@patchbay/shared/json'

/** Values the product remembers about itself, by key. */
export interface SettingRepository {
  get(key: string): Promise<Json | undefined>
  set(key: string, value: Json): Promise<void>
  /** Sets the value unless there is one; answers the one that is stored. */
  setOnce(key: string, value: Json): Promise<Json>
  remove(key: string): Promise<void>
}
