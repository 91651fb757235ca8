/** The parts of DER that certificates need. @see ITU-T X.690 */

/** One element: its tag, the length of its content, its content. */
export function der(tag: number, ...content: Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  if (body.length < 0x80) return Buffer.concat([Buffer.of(tag, body.length), body]);
  const length = unsigned(body.length);
  return Buffer.concat([Buffer.of(tag, 0x80 | length.length), length, body]);
}

function unsigned(value: number): Buffer {
  const hex = value.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), "0"), "hex");
}

export const sequence = (...elements: Uint8Array[]): Buffer => der(0x30, ...elements);
export const set = (...elements: Uint8Array[]): Buffer => der(0x31, ...elements);
export const boolean = (value: boolean): Buffer => der(0x01, Buffer.of(value ? 0xff : 0));
export const octets = (content: Uint8Array): Buffer => der(0x04, content);
export const utf8 = (text: string): Buffer => der(0x0c, Buffer.from(text, "utf8"));

/** A non-negative number, in big-endian bytes. */
export const integer = (bytes: Uint8Array): Buffer =>
  der(0x02, ...((bytes[0] ?? 0) < 0x80 ? [] : [Buffer.of(0)]), bytes);

/** `unused`: how many bits of the last byte are padding. */
export const bits = (content: Uint8Array, unused = 0): Buffer => der(0x03, Buffer.of(unused), content);

/** An object identifier in dotted form. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return der(0x06, ...[40 * first + second, ...rest].map(base128));
}

function base128(value: number): Buffer {
  const digits = [value & 0x7f];
  for (let left = value >>> 7; left > 0; left >>>= 7) digits.unshift((left & 0x7f) | 0x80);
  return Buffer.from(digits);
}

/** UTCTime, for years up to 2049. `time` in milliseconds since the epoch. */
export function utcTime(time: number): Buffer {
  const digits = new Date(time).toISOString().replace(/\.\d+|\D/g, "");
  return der(0x17, Buffer.from(`${digits.slice(2)}Z`, "latin1"));
}
