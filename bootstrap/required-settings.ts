import type { Role } from './role.ts'

/** What some settings require of others. */
type Values = {
  readonly [
    Name in
      | 'DATABASE_URL'
      | 'FACEBOOK_APP_ID'
      | 'FACEBOOK_APP_SECRET'
      | 'MAIL_FROM'
      | 'PUBLIC_URL'
      | 'S3_BUCKET'
      | 'S3_ENDPOINT'
      | 'S3_REGION'
      | 'SMTP_URL'
  ]?: string | undefined
} & { readonly WORKER: 'on' | 'off'; readonly MEDIA_DELIVERY: 'proxy' | 'redirect' }

type Circumstances = { readonly role: Role; readonly isProduction: boolean }

/** A setting that another one, the role or production requires. */
export type Need = {
  readonly name: Exclude<keyof Values, 'WORKER' | 'MEDIA_DELIVERY'>
  readonly because: string
}

type Rule = Need & { readonly missing: (values: Values, circumstances: Circumstances) => boolean }

const set = (value: unknown): boolean => value !== undefined

/** What has a default that only suits a try-out. `migrate` and `admin` send no mail and need the database alone. */
const inProduction = (name: Need['name']): Rule => ({
  name,
  because: 'NODE_ENV is production',
  missing: (values, { role, isProduction }) =>
    isProduction && !set(values[name]) && (name === 'DATABASE_URL' || (role !== 'migrate' && role !== 'admin')),
})

const RULES: readonly Rule[] = [
  inProduction('PUBLIC_URL'),
  inProduction('DATABASE_URL'),
  inProduction('SMTP_URL'),
  inProduction('MAIL_FROM'),
  {
    name: 'MAIL_FROM',
    because: 'SMTP_URL is set',
    missing: (values) => set(values.SMTP_URL) && !set(values.MAIL_FROM),
  },
  {
    name: 'FACEBOOK_APP_SECRET',
    because: 'FACEBOOK_APP_ID is set',
    missing: (values) => set(values.FACEBOOK_APP_ID) && !set(values.FACEBOOK_APP_SECRET),
  },
  {
    name: 'FACEBOOK_APP_ID',
    because: 'FACEBOOK_APP_SECRET is set',
    missing: (values) => set(values.FACEBOOK_APP_SECRET) && !set(values.FACEBOOK_APP_ID),
  },
  ...(['S3_REGION', 'S3_ENDPOINT'] as const).map((name): Rule => ({
    name: 'S3_BUCKET',
    because: `${name} is set`,
    missing: (values) => set(values[name]) && !set(values.S3_BUCKET),
  })),
  {
    name: 'S3_REGION',
    because: 'S3_BUCKET is set',
    missing: (values) => set(values.S3_BUCKET) && !set(values.S3_REGION),
  },
  {
    name: 'S3_BUCKET',
    because: 'MEDIA_DELIVERY is redirect',
    missing: (values) => values.MEDIA_DELIVERY === 'redirect' && !set(values.S3_BUCKET),
  },
  {
    name: 'DATABASE_URL',
    because: 'server and worker are processes of their own, and the embedded database serves one process only',
    missing: (values, { role }) => (role === 'server' || role === 'worker') && !set(values.DATABASE_URL),
  },
  {
    name: 'DATABASE_URL',
    because: 'WORKER is off: the embedded database serves one process only',
    missing: (values) => values.WORKER === 'off' && !set(values.DATABASE_URL),
  },
]

/** What is missing, each setting once and with the first reason. */
export const requiredSettings = (values: Values, circumstances: Circumstances): readonly Need[] => {
  const missing = RULES.filter((rule) => rule.missing(values, circumstances))
  return missing.filter(({ name }, at) => missing.findIndex((one) => one.name === name) === at)
}
