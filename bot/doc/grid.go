package doc

// grid lays the cells of a table into columns while its rows come in: a merged
// cell is repeated in every row it covers and keeps its columns to itself.
type grid struct {
	cells []Cell
	below []pending // by column: what the cells above still cover
}

type pending struct {
	rows int
	cell Cell
}

// add puts a cell into the next free column of the row.
func (g *grid) add(text string, columns, rows int) {
	g.inherit()
	columns = max(1, min(columns, MaxColumns-len(g.cells)))
	cell := Cell{Text: text, Span: columns}
	for i := range columns {
		if i > 0 {
			cell = Cell{}
		}
		g.put(cell, rows-1)
	}
}

// put appends a cell that covers the given number of further rows.
func (g *grid) put(cell Cell, rows int) {
	column := len(g.cells)
	if column >= MaxColumns {
		return
	}
	g.cells = append(g.cells, cell)
	for len(g.below) <= column {
		g.below = append(g.below, pending{})
	}
	cell.Above = true
	g.below[column] = pending{rows: rows, cell: cell}
}

// inherit fills the columns that cells above still cover.
func (g *grid) inherit() {
	for len(g.cells) < len(g.below) && g.below[len(g.cells)].rows > 0 {
		above := g.below[len(g.cells)]
		g.put(above.cell, above.rows-1)
	}
}

// take ends the row.
func (g *grid) take() []Cell {
	g.inherit()
	cells := g.cells
	for i := len(cells); i < len(g.below); i++ {
		g.below[i].rows--
	}
	g.cells = nil
	return cells
}
