import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

/** 2^15 rounds with blocks of 8: each guess costs 32 MiB and about 60 ms. */
const cost = 15
const blockSize = 8
const keyLength = 32

/** `scrypt$<log2 of the rounds>$<block size>$<salt>$<key>`, the last two in base64. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(password, salt, cost, blockSize)
  return ['scrypt', cost, blockSize, salt.toString('base64'), key.toString('base64')].join('$')
}

/** True when the password matches the hash. Takes the same time either way. */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const [name, rounds, blocks, salt = '', key = ''] = hash.split('$')
  if (name !== 'scrypt') return false
  const expected = Buffer.from(key, 'base64')
  const given = await derive(password, Buffer.from(salt, 'base64'), Number(rounds), Number(blocks))
  return expected.length === given.length && timingSafeEqual(expected, given)
}

function derive(password: string, salt: Buffer, log2: number, r: number): Promise<Buffer> {
  const options: ScryptOptions = { N: 2 ** log2, r, p: 1, maxmem: 256 * r * 2 ** log2 }
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, keyLength, options, (error, key) => (error ? reject(error) : resolve(key)))
  })
}
