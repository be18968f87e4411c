/** `node test/story/master.ts <url> <post>`: waits until the mix of the post is done and prints the path of its master. */
import { client } from './client.ts'

const [url = '', post = ''] = process.argv.slice(2)
console.log((await client(url).mixed(Number(post))).master_track)
