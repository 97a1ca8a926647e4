import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig, unknownSettings } from './config.ts'

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

describe('readConfig', () => {
  it('gives the documented defaults for an empty environment', () => {
    expect(readConfig({})).toEqual({
      host: '127.0.0.1',
      port: 3000,
      dataDir: resolve('./data'),
      egressAllow: [],
      maxConcurrentRuns: 256,
      queueLimit: 10_000,
      retentionDays: 30,
      mediaLimitMb: 1024,
      holdTextsSeconds: 3_600,
      onFailure: {},
      roles: ['intake', 'worker', 'designer'],
      serviceUrls: {},
      trustedProxies: [],
      logLevel: 'info',
    })
  })

  it('reads every setting', () => {
    const config = readConfig({
      PATCHBAY_HOST: '0.0.0.0',
      PATCHBAY_PORT: '0',
      PATCHBAY_PUBLIC_URL: 'https://patchbay.example.com/',
      PATCHBAY_DATA_DIR: '/var/lib/patchbay',
      PATCHBAY_DATABASE_URL: 'postgres://me:word@db:5432/patchbay',
      PATCHBAY_SECRET_KEY: 'k'.repeat(32),
      PATCHBAY_API_TOKEN: 't'.repeat(20),
      PATCHBAY_ADMIN_EMAIL: 'Dana@Example.com',
      PATCHBAY_ADMIN_PASSWORD: 'a long password',
      PATCHBAY_EGRESS_ALLOW: 'crm.internal, 10.0.0.0/8,[fd00::1]:8080, 127.0.0.1:9000',
      PATCHBAY_MAX_CONCURRENT_RUNS: '10',
      PATCHBAY_QUEUE_LIMIT: '20',
      PATCHBAY_RETENTION_DAYS: '7',
      PATCHBAY_MEDIA_LIMIT_MB: '64',
      PATCHBAY_HOLD_TEXTS_SECONDS: '60',
      PATCHBAY_ON_FAILURE_URL: 'https://ops.example.com/failures',
      PATCHBAY_ON_FAILURE_FLOW: '019A0000-0000-7000-8000-000000000001',
      PATCHBAY_ROLES: 'Designer, intake',
      PATCHBAY_SERVICE_URLS: 'line.api=https://line.test/, line.data=http://10.0.0.5:81/v2',
      PATCHBAY_TRUSTED_PROXIES: '10.0.0.0/8, ::1',
      PATCHBAY_LOG_LEVEL: 'WARN',
    })
    expect(config).toEqual({
      host: '0.0.0.0',
      port: 0,
      publicUrl: 'https://patchbay.example.com',
      dataDir: '/var/lib/patchbay',
      databaseUrl: 'postgres://me:word@db:5432/patchbay',
      secretKey: 'k'.repeat(32),
      apiToken: 't'.repeat(20),
      admin: { email: 'dana@example.com', password: 'a long password' },
      egressAllow: ['crm.internal', '10.0.0.0/8', '[fd00::1]:8080', '127.0.0.1:9000'],
      maxConcurrentRuns: 10,
      queueLimit: 20,
      retentionDays: 7,
      mediaLimitMb: 64,
      holdTextsSeconds: 60,
      onFailure: { url: 'https://ops.example.com/failures', flowId: '019a0000-0000-7000-8000-000000000001' },
      roles: ['intake', 'designer'],
      serviceUrls: { 'line.api': 'https://line.test', 'line.data': 'http://10.0.0.5:81/v2' },
      trustedProxies: ['10.0.0.0/8', '::1'],
      logLevel: 'warn',
    })
  })

  it('names every wrong value at once', () => {
    const problems = problemsOf({
      PATCHBAY_HOST: 'http://x',
      PATCHBAY_PORT: '99999',
      PATCHBAY_PUBLIC_URL: 'patchbay.example.com/here',
      PATCHBAY_DATABASE_URL: 'mysql://root:hunter2@db/x',
      PATCHBAY_SECRET_KEY: 'short',
      PATCHBAY_API_TOKEN: 'with space and long enough',
      PATCHBAY_ADMIN_EMAIL: 'nobody',
      PATCHBAY_ADMIN_PASSWORD: 'tiny',
      PATCHBAY_EGRESS_ALLOW: '10.0.0.0/99',
      PATCHBAY_MAX_CONCURRENT_RUNS: '0',
      PATCHBAY_QUEUE_LIMIT: '-1',
      PATCHBAY_RETENTION_DAYS: 'thirty',
      PATCHBAY_HOLD_TEXTS_SECONDS: 'an hour',
      PATCHBAY_ON_FAILURE_URL: 'ops',
      PATCHBAY_ON_FAILURE_FLOW: 'mine',
      PATCHBAY_ROLES: 'intake,cook',
      PATCHBAY_TRUSTED_PROXIES: 'proxy.internal',
      PATCHBAY_LOG_LEVEL: 'loud',
    })
    expect(problems.map((problem) => problem.split(' ')[0]).sort()).toEqual([
      'PATCHBAY_ADMIN_EMAIL',
      'PATCHBAY_ADMIN_PASSWORD',
      'PATCHBAY_API_TOKEN',
      'PATCHBAY_DATABASE_URL',
      'PATCHBAY_EGRESS_ALLOW',
      'PATCHBAY_HOLD_TEXTS_SECONDS',
      'PATCHBAY_HOST',
      'PATCHBAY_LOG_LEVEL',
      'PATCHBAY_MAX_CONCURRENT_RUNS',
      'PATCHBAY_ON_FAILURE_FLOW',
      'PATCHBAY_ON_FAILURE_URL',
      'PATCHBAY_PORT',
      'PATCHBAY_PUBLIC_URL',
      'PATCHBAY_QUEUE_LIMIT',
      'PATCHBAY_RETENTION_DAYS',
      'PATCHBAY_ROLES',
      'PATCHBAY_SECRET_KEY',
      'PATCHBAY_TRUSTED_PROXIES',
    ])
  })

  it('never repeats a secret value', () => {
    const text = problemsOf({
      PATCHBAY_DATABASE_URL: 'mysql://root:hunter2@db/x',
      PATCHBAY_SECRET_KEY: 'hunter2',
      PATCHBAY_API_TOKEN: 'hunter2',
      PATCHBAY_ADMIN_EMAIL: 'a@b.co',
      PATCHBAY_ADMIN_PASSWORD: 'hunter2',
    }).join()
    expect(text).not.toContain('hunter2')
  })

  it('refuses half of an administrator', () => {
    expect(problemsOf({ PATCHBAY_ADMIN_EMAIL: 'a@b.co' })).toEqual([
      'PATCHBAY_ADMIN_EMAIL and PATCHBAY_ADMIN_PASSWORD must be set together.',
    ])
  })

  it('refuses to leave the work to other processes where there can be none', () => {
    expect(problemsOf({ PATCHBAY_ROLES: 'intake' })).toEqual([
      'PATCHBAY_ROLES can leave out "worker" only with PATCHBAY_DATABASE_URL.',
    ])
  })

  it('takes an empty value as not set', () => {
    expect(readConfig({ PATCHBAY_PORT: '', PATCHBAY_API_TOKEN: ' ' })).toEqual(readConfig({}))
  })

  it('finds misspelt names', () => {
    expect(unknownSettings({ PATCHBAY_PROT: '1', PATCHBAY_PORT: '1', PATH: '/' })).toEqual(['PATCHBAY_PROT'])
  })
})
