import { symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { freePort } from '../process/free-port.ts'
import { packedSoundhub } from './packed-soundhub.ts'
import { fromRuntimes } from './runtimes.ts'

const PEERS = ['hono', 'zod', '@hono/node-server', 'swagger-ui-dist', 'nodemailer']

/** What is seen of a Soundhub under /music. */
const TOUR = {
  rest: 'the rest of your app',
  join: [201, 200, 200],
  link: '/user/activate',
  form: '/user/activate',
  posted: [201, '/post/1'],
  commented: [201, '/post/comment/1'],
  mixed: 200,
  whole: [200, 38_444],
  part: [206, 'bytes 4-7/38444', [36, 150, 0, 0], [36, 150, 0, 0]],
  next: ['/post', 'Four chords', 'Three chords'],
  document: ['3.1.0', '/', 200],
  docs: [
    200,
    [
      ['/docs/favicon-32x32.png', 200],
      ['/docs/swagger-ui.css', 200],
      ['/docs/swagger-ui-bundle.js', 200],
      ['/docs/start.js', 200],
    ],
  ],
  nothing: [404, 'application/problem+json'],
  wrongMethod: [405, 'application/problem+json', 'GET, HEAD'],
}

test.each([
  ['another Hono app, as routes of it', 'hono.mjs'],
  ['another Hono app that mounts it, with mails in a folder', 'hono-mount.mjs'],
  ['Express', 'express.mjs'],
  ['a server of node:http', 'node-http.mjs'],
])('under /music in %s all answers and links lead to the right place', async (_, file) => {
  const host = await packedSoundhub({ peers: PEERS })
  await symlink(dirname(fromRuntimes('express')), join(host.folder, 'node_modules/express'))
  await host.take(`embedding/${file}`, 'embedding/tour.mjs', 'embedding/take-tour.mjs')
  const ended = await host.run('env', `PORT=${await freePort()}`, process.execPath, 'take-tour.mjs', file)
  expect(ended).toMatchObject({ code: 0, stderr: '' })
  expect(JSON.parse(ended.stdout)).toEqual(TOUR)
})

test('without a socket a host says who is calling, and each is limited alone', async () => {
  const host = await packedSoundhub({ peers: PEERS })
  await host.take('embedding/limits.mjs')
  const ended = await host.run('node', 'limits.mjs')
  expect(ended).toMatchObject({ code: 0, stderr: '' })
  expect(JSON.parse(ended.stdout)).toEqual({ told: [201, 429, true, 201], notTold: [201, 201] })
})
