import { writeFile } from "node:fs/promises";
import UPNG from "upng-js";

/** Colours of a picture: a workbench has few, and the package should stay small. */
const COLOURS = 128;

/** Saves a screenshot with few colours, at a third of its size. */
export async function writePicture(path: string, screenshot: Buffer): Promise<void> {
  await writeMovingPicture(path, [screenshot], 0);
}

/**
 * Saves screenshots of one size as an animated PNG.
 *
 * @param delay how long to show each, in ms
 */
export async function writeMovingPicture(path: string, screenshots: Buffer[], delay: number): Promise<void> {
  const images = screenshots.map((bytes) => UPNG.decode(toArrayBuffer(bytes)));
  const [{ width, height } = { width: 0, height: 0 }] = images;
  const frames = images.map((image) => UPNG.toRGBA8(image)[0]!);
  const delays = frames.length > 1 ? frames.map(() => delay) : undefined;
  await writeFile(path, Buffer.from(UPNG.encode(frames, width, height, COLOURS, delays)));
}

function toArrayBuffer(bytes: Buffer): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
