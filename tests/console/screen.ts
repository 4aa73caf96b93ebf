import stringWidth from 'string-width';

/** A terminal's window, and what has scrolled out of it, as far as what is printed uses it. @throws at a control sequence that it does not know */
export interface Screen {
  write(text: string): void;
  /** Every row ever shown, as it is now: first what has scrolled out of the window. Without trailing space and empty rows. */
  rows(): readonly string[];
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const control = /^\u001b\[(\d*)(?:;(\d*))?([A-Za-z])/;

export function createScreen(columns: number, height: number): Screen {
  /** Of each row its cells; what is two columns wide has an empty cell after it. */
  const grid: string[][] = [[]];
  let row = 0;
  let column = 0;

  const top = (): number => Math.max(0, grid.length - height);
  const lineFeed = (): void => {
    row++;
    if (row === grid.length) grid.push([]);
  };
  const put = (grapheme: string): void => {
    const width = stringWidth(grapheme);
    if (column + width > columns) {
      column = 0;
      lineFeed();
    }
    const cells = grid[row]!;
    while (cells.length < column) cells.push(' ');
    cells[column] = grapheme;
    if (width === 2) cells[column + 1] = '';
    column += width;
  };
  const obey = (number: string, command: string): void => {
    const count = number === '' ? 1 : Number(number);
    if (command === 'A') row = Math.max(top(), row - count);
    else if (command === 'G') column = count - 1;
    else if (command === 'J') {
      grid.length = row + 1;
      grid[row]!.length = Math.min(grid[row]!.length, column);
    } else if (command === 'K') grid[row]!.length = Math.min(grid[row]!.length, column);
    else if (command !== 'm') throw new Error(`This screen does not know the sequence that ends in ${command}.`);
  };

  return {
    write: (text) => {
      let rest = text;
      while (rest !== '') {
        const [sequence, number = '', , command = ''] = control.exec(rest) ?? [];
        if (sequence !== undefined) {
          obey(number, command);
          rest = rest.slice(sequence.length);
          continue;
        }
        const [{ segment } = { segment: rest }] = graphemes.segment(rest);
        rest = rest.slice(segment.length);
        if (segment === '\n' || segment === '\r\n') {
          column = 0;
          lineFeed();
        } else if (segment === '\r') column = 0;
        else put(segment);
      }
    },
    rows: () => {
      const rows = grid.map((cells) => cells.join('').trimEnd());
      const last = rows.findLastIndex((each) => each !== '');
      return rows.slice(0, last + 1);
    },
  };
}
