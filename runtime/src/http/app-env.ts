export * from '../kit/app-env.ts'
