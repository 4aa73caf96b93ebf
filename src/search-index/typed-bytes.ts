/**
 * Typed arrays as bytes in a column, and back without copying where the bytes are aligned. In the machine's own byte order, which is
 * little-endian on everything that this program's native modules are built for.
 */
export function bytesOf(values: Float32Array | Uint32Array | Uint8Array | Int8Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}

export function float32Of(bytes: Buffer): Float32Array {
  const { buffer, byteOffset } = aligned(bytes);
  return new Float32Array(buffer, byteOffset, bytes.byteLength / 4);
}

export function uint32Of(bytes: Buffer): Uint32Array {
  const { buffer, byteOffset } = aligned(bytes);
  return new Uint32Array(buffer, byteOffset, bytes.byteLength / 4);
}

export function int8Of(bytes: Buffer): Int8Array {
  return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function aligned(bytes: Buffer): Uint8Array {
  return bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
}
