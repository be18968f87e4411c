import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

type Manifest = { readonly name: string; readonly version: string; readonly license: string }

const folderOf = (file: string): string => {
  const [before, after] = [file.slice(0, file.lastIndexOf('/node_modules/')), file.split('/node_modules/').at(-1) ?? '']
  return join(before, 'node_modules', ...after.split('/').slice(0, after.startsWith('@') ? 2 : 1))
}

/** Packages without a licence file of their own; they are part of hono. */
const OF_HONO = ['@hono/zod-openapi', '@hono/zod-validator']

const textIn = async (folder: string): Promise<string> => {
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e(\.|$)/i.test(entry))
  if (file === undefined) throw new Error(`${folder} brings no licence that could be passed on`)
  return (await readFile(join(folder, file), 'utf8')).trim()
}

const noticeOf = async (folder: string): Promise<string> => {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest
  const text = await textIn(OF_HONO.includes(name) ? join(folder, '../../hono') : folder)
  return `## ${name} ${version} (${license})\n\n${text.replaceAll(/^/gm, '    ')}\n`
}

/** The licence notices of the bundled libraries. */
export const noticesOf = async (files: readonly string[]): Promise<string> => {
  const folders = [...new Set(files.map(folderOf))].toSorted()
  const notices = await Promise.all(folders.map(noticeOf))
  return ['# What others wrote in this package\n', ...notices].join('\n')
}
