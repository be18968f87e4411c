import { tour } from './tour.mjs'

const url = `http://localhost:${process.env.PORT}/music`
const { ports, linkTo } = await import(`./${process.argv[2]}`)

/** Where the mailer says no more than the secret. */
const linkOf = (address) => {
  const mail = ports.mailer.sent().find(({ to }) => to === address)
  return mail && `${url}/user/activate?activation_key=${mail.secret}`
}

console.log(JSON.stringify(await tour({ url, linkTo: linkTo ?? linkOf })))
process.exit()
