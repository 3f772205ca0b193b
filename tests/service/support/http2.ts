// SPDX-License-Identifier: Apache-2.0
// HTTP/2 by hand (RFC 9113), so that a request may hold what no library sends. Header fields are literals without
// indexing and without Huffman codes (RFC 7541 section 6.2.2).
import type { TLSSocket } from "node:tls";

const preface = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
const types = { data: 0, headers: 1, settings: 4, goaway: 7, windowUpdate: 8, resetStream: 3 } as const;
const endStream = 0x1;
const endHeaders = 0x4;
const acknowledgement = 0x1;

export type Field = readonly [name: string, value: string];
export type Sent = { readonly fields: readonly Field[]; readonly body?: string };
/** What the peer said: how the one stream ended, and its status where it answered. */
export type H2Answer = { readonly status: string | undefined; readonly body: string; readonly reset: boolean; readonly goneAway: boolean };

function frame(type: number, flags: number, stream: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** A string of HPACK, its length as an integer with a prefix of seven bits. */
function text(value: string): Buffer {
  const bytes = Buffer.from(value, "latin1");
  if (bytes.length < 127) return Buffer.concat([Buffer.from([bytes.length]), bytes]);
  const length = [127];
  let rest = bytes.length - 127;
  for (; rest >= 128; rest >>= 7) length.push((rest & 127) | 128);
  length.push(rest);
  return Buffer.concat([Buffer.from(length), bytes]);
}

/** The bytes of one request on stream 1. */
export function requestFrames({ fields, body }: Sent): Buffer {
  const block = Buffer.concat(fields.flatMap(([name, value]) => [Buffer.from([0]), text(name), text(value)]));
  const frames = [preface, frame(types.settings, 0, 0, Buffer.alloc(0))];
  frames.push(frame(types.headers, endHeaders | (body === undefined ? endStream : 0), 1, block));
  if (body !== undefined) frames.push(frame(types.data, endStream, 1, Buffer.from(body, "latin1")));
  return Buffer.concat(frames);
}

/** Sends the request on a fresh link that speaks h2 and waits for the end of its stream, or of the link. */
export async function askH2(socket: TLSSocket, sent: Sent, withinMs = 10_000): Promise<H2Answer> {
  socket.write(requestFrames(sent));
  let buffer = Buffer.alloc(0);
  let status: string | undefined;
  let body = "";
  return new Promise((done, failed) => {
    const timer = setTimeout(() => finish(new Error("no end of the stream")), withinMs);
    const finish = (outcome: Error | Partial<H2Answer>): void => {
      clearTimeout(timer);
      socket.destroy();
      if (outcome instanceof Error) failed(outcome);
      else done({ status, body, reset: false, goneAway: false, ...outcome });
    };
    socket.on("close", () => finish({ goneAway: true }));
    socket.on("error", () => undefined); // close follows
    socket.on("data", (piece: Buffer) => {
      buffer = Buffer.concat([buffer, piece]);
      while (buffer.length >= 9 && buffer.length >= 9 + buffer.readUIntBE(0, 3)) {
        const size = buffer.readUIntBE(0, 3);
        const [type, flags] = [buffer.readUInt8(3), buffer.readUInt8(4)];
        const payload = buffer.subarray(9, 9 + size);
        buffer = buffer.subarray(9 + size);
        if (type === types.settings && (flags & acknowledgement) === 0) socket.write(frame(types.settings, acknowledgement, 0, Buffer.alloc(0)));
        if (type === types.headers) status = statusOf(payload);
        if (type === types.data) body += payload.toString();
        if (type === types.resetStream) return finish({ reset: true });
        if (type === types.goaway) return finish({ goneAway: true });
        if ((type === types.headers || type === types.data) && (flags & endStream) !== 0) return finish({});
      }
    });
  });
}

/** nginx begins with :status, indexed (RFC 7541 appendix A, 8 to 14) or as a literal with the name's index 8. */
function statusOf(block: Buffer): string {
  const first = block[0]!;
  const indexed = ["200", "204", "206", "304", "400", "404", "500"];
  if (first >= 0x88 && first <= 0x8e) return indexed[first - 0x88]!;
  const length = block[1]!;
  if ((length & 0x80) === 0) return block.subarray(2, 2 + length).toString();
  // Huffman codes of the digits: 0 to 2 have five bits, 3 to 9 six (RFC 7541 appendix B).
  const bits = [...block.subarray(2, 2 + (length & 0x7f))].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  let digits = "";
  for (let at = 0; digits.length < 3; ) {
    const five = Number.parseInt(bits.slice(at, at + 5), 2);
    if (five <= 2) {
      digits += String(five);
      at += 5;
    } else {
      digits += String(Number.parseInt(bits.slice(at, at + 6), 2) - 0x19 + 3);
      at += 6;
    }
  }
  return digits;
}
