/** `node test/story/link.ts <outbox> <address>`: waits for the newest mail to the address and prints the link in it. */
import { newestLink } from './outbox.ts'

const [outbox = '', address = ''] = process.argv.slice(2)
console.log(await newestLink(outbox, address))
