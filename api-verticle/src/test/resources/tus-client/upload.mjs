// Uploads a file as an application would, and says what happens, a line each.
// node upload.mjs <endpoint> <token> <file> <title> [address of an upload to go on with]
import { createReadStream, statSync } from 'node:fs'
import { Upload } from 'tus-js-client'

const [endpoint, token, file, title, uploadUrl] = process.argv.slice(2)
const say = (...words) => console.log(words.join(' '))

const upload = new Upload(createReadStream(file), {
  endpoint,
  uploadUrl: uploadUrl ?? null,
  uploadSize: statSync(file).size,
  metadata: { title, filename: 'clip.mp4', filetype: 'video/mp4' },
  headers: { Authorization: `Bearer ${token}` },
  retryDelays: [100, 200, 400, 800, 1600],
  onUploadUrlAvailable: () => say('address', upload.url),
  onAfterResponse: (request, response) =>
    say(request.getMethod(), response.getStatus(), response.getHeader('Upload-Offset') ?? '-'),
  onError: (error) => {
    say('error', error.message)
    process.exit(1)
  },
  onSuccess: ({ lastResponse }) => say('success', lastResponse.getHeader('Location')),
})
upload.start()
