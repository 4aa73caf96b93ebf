/** A stretch of a text that a pattern nearly equals. */
export interface ApproximateMatch {
  /** `[start, end)` in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** Insertions, deletions and substitutions between the pattern and the stretch. */
  readonly distance: number;
}

/** A cell holds a distance and, in the bits below it, where the stretch starts: what is nearer is less, and of equals what starts first. */
const oneEdit = 1 << 20;
const startOf = oneEdit - 1;
/** What the bits of a cell leave room for. */
const longestText = oneEdit - 1;
const longestPattern = 2000;

/**
 * The stretch of a text with the least edit distance to the pattern, the first of equals; undefined where none is within `maxDistance`.
 * Sellers, The theory and computation of evolutionary distances: pattern recognition (Journal of Algorithms 1, 1980), with Ukkonen's cut-off
 * (Finding approximate patterns in strings, Journal of Algorithms 6, 1985): rows below which nothing can come within the bound are not computed,
 * so that a text without a match takes time in proportion to its length times `maxDistance`.
 *
 * @param from where in the text the stretch may start
 * @throws RangeError for a pattern or text longer than any quotation or passage is
 */
export function findApproximately(pattern: string, text: string, maxDistance: number, from = 0): ApproximateMatch | undefined {
  const rows = pattern.length;
  if (rows > longestPattern || text.length > longestText) throw new RangeError('A quotation or passage is longer than is searched.');
  const units = Uint16Array.from({ length: rows }, (_, at) => pattern.charCodeAt(at));
  // A column of the matrix: the cell of a row is for the pattern's first `row` units and a stretch that ends at the column.
  const cells = Int32Array.from({ length: rows + 1 }, (_, row) => row * oneEdit + from);
  let bound = maxDistance;
  let active = Math.min(rows, bound + 1);
  let best: ApproximateMatch | undefined;

  for (let column = from; column < text.length; column++) {
    const unit = text.charCodeAt(column);
    let diagonal = column;
    let above = column + 1;
    cells[0] = above;
    for (let row = 1; row <= active; row++) {
      const left = cells[row] ?? 0;
      let cell = units[row - 1] === unit ? diagonal : diagonal + oneEdit;
      if (left + oneEdit < cell) cell = left + oneEdit;
      if (above + oneEdit < cell) cell = above + oneEdit;
      cells[row] = cell;
      diagonal = left;
      above = cell;
    }
    while (active > 0 && distanceOf(cells[active]) > bound) active--;
    if (active === rows) {
      const cell = cells[rows] ?? 0;
      best = { start: cell & startOf, end: column + 1, distance: distanceOf(cell) };
      if (best.distance === 0) return best;
      // From here on only what is nearer yet is of interest.
      bound = best.distance - 1;
      while (active > 0 && distanceOf(cells[active]) > bound) active--;
    }
    // By the diagonal the row below the last one within the bound may come within it in the next column; until then it is just outside.
    if (active < rows) {
      active++;
      cells[active] = (bound + 1) * oneEdit;
    }
  }
  return best;
}

function distanceOf(cell = 0): number {
  return cell >>> 20;
}
