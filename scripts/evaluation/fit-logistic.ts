/** An example: its features, whether the answer is yes, and how much it counts. */
export interface Example {
  readonly features: readonly number[];
  readonly label: boolean;
  readonly weight: number;
}

/** Enough for a handful of features: Newton's method converges in about eight steps. */
const steps = 25;
/** Keeps the weights finite where a feature separates the labels perfectly. */
const leastRidge = 1e-4;

/**
 * Weighted logistic regression by iteratively reweighted least squares.
 *
 * @param ridge how strongly the weights are drawn to 0, for standardised features; the bias is not
 * @returns the bias, then a weight a feature
 */
export function fitLogistic(examples: readonly Example[], ridge = leastRidge): number[] {
  const size = (examples[0]?.features.length ?? 0) + 1;
  let parameters = new Array<number>(size).fill(0);
  for (let step = 0; step < steps; step++) {
    const ridges = parameters.map((_, at) => (at === 0 ? leastRidge : ridge));
    const gradient: number[] = parameters.map((value, at) => -(ridges[at] ?? 0) * value);
    const hessian: number[][] = parameters.map((_, row) => parameters.map((__, column) => (row === column ? (ridges[row] ?? 0) : 0)));
    for (const { features, label, weight } of examples) {
      const x = [1, ...features];
      const probability = 1 / (1 + Math.exp(-dot(x, parameters)));
      const curvature = weight * probability * (1 - probability);
      x.forEach((value, row) => {
        gradient[row] = (gradient[row] ?? 0) + weight * ((label ? 1 : 0) - probability) * value;
        const hessianRow = hessian[row] ?? [];
        x.forEach((other, column) => (hessianRow[column] = (hessianRow[column] ?? 0) + curvature * value * other));
      });
    }
    const change = solve(hessian, gradient);
    parameters = parameters.map((value, at) => value + (change[at] ?? 0));
  }
  return parameters;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
}

/** Gauss-Jordan elimination with pivoting; the matrix is positive definite here, so a solution exists. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, at) => [...row, right[at] ?? 0]);
  for (let column = 0; column < rows.length; column++) {
    const pivot = rows.slice(column).reduce((best, row) => (Math.abs(row[column] ?? 0) > Math.abs(best[column] ?? 0) ? row : best));
    const from = rows.indexOf(pivot);
    [rows[column], rows[from]] = [pivot, rows[column] ?? pivot];
    for (const row of rows) {
      if (row === pivot) continue;
      const factor = (row[column] ?? 0) / (pivot[column] ?? 1);
      pivot.forEach((value, at) => (row[at] = (row[at] ?? 0) - factor * value));
    }
  }
  return rows.map((row, at) => (row.at(-1) ?? 0) / (row[at] ?? 1));
}
