/** Vector arithmetic on plain arrays; matrices are rows one after another. */

/** The vector divided by its Euclidean length; a zero vector stays zero. */
export function normalised(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return length === 0 ? vector.slice() : vector.map((value) => value / length);
}

/** The mean of the first `rows` rows of a matrix whose rows have `size` numbers. */
export function meanVector(matrix: Float32Array, rows: number, size: number): Float32Array {
  const mean = new Float32Array(size);
  for (let start = 0; start < rows * size; start += size) {
    for (let at = 0; at < size; at++) mean[at] = (mean[at] ?? 0) + (matrix[start + at] ?? 0) / rows;
  }
  return mean;
}

/** Each row {@link normalised}. */
export function normalisedRows(matrix: Float32Array, size: number): Float32Array {
  const result = new Float32Array(matrix.length);
  for (let start = 0; start < matrix.length; start += size) result.set(normalised(matrix.subarray(start, start + size)), start);
  return result;
}

/** What 1 becomes in an int8 vector. */
const quantisationScale = 127;

/** Numbers in [-1, 1] as int8: times 127, rounded. The error of a dot product of two unit vectors stays below .01. */
export function quantised(values: Float32Array): Int8Array {
  // Not Int8Array.from with a function: its iterator took a tenth of the forward pass's time.
  const integers = new Int8Array(values.length);
  for (let at = 0; at < values.length; at++) integers[at] = Math.round(Math.max(-1, Math.min(1, values[at] ?? 0)) * quantisationScale);
  return integers;
}
