import type { Duplex } from 'node:stream'

/** Answers whoever asks for a WebSocket that there is none for it. */
export function turnAway(socket: Duplex, status: string, headers = ''): void {
  socket.on('error', () => {})
  socket.end(`HTTP/1.1 ${status}\r\n${headers}connection: close\r\ncontent-length: 0\r\n\r\n`)
}
