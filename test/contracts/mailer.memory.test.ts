import * as vitest from 'vitest'
import type { Mail } from '#application/account/ports.ts'
import { mailerContract, type ReceivedMail } from '#adapters/testing/contracts.ts'
import { inMemory } from './memory-subject.ts'

/** Mails in memory have no words; these stand for them. */
const inWords = ({ kind, language, to, nickname, secret, reportNotMe }: Mail): ReceivedMail => {
  const greeting = kind === 'someone-tried' ? 'Hi' : `Hi ${nickname}`
  return { to, text: `${language} ${kind}: ${greeting}, open ${secret ?? 'nothing'}, or say at ${reportNotMe}: not me` }
}

mailerContract(
  vitest,
  inMemory(({ mailer }) => ({ mailer, received: async () => mailer.sent().map(inWords) })),
  { name: 'in memory' },
)
