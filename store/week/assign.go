package week

import "math"

// cheapest assigns rows to columns, each at most once, so that the sum of their
// costs is least, where a row without a column costs apart; a pair that costs that
// much is none. It returns each row's column, -1 for none. All rows have the given
// number of columns; costs are 0 or more. (The Hungarian method: the time is the
// smaller number squared times the larger one.)
func cheapest(costs [][]int64, columns int, apart int64) []int {
	rows := len(costs)
	assigned := make([]int, rows)
	for i := range assigned {
		assigned[i] = -1
	}
	if columns == 0 {
		return assigned
	}
	at := func(i, j int) int64 { return min(costs[i][j], apart) }
	few, many, turned := rows, columns, rows > columns
	if turned {
		few, many = columns, rows
		at = func(i, j int) int64 { return min(costs[j][i], apart) }
	}
	for j, i := range augment(few, many, at) {
		switch {
		case i < 0 || at(i, j) >= apart:
		case turned:
			assigned[j] = i
		default:
			assigned[i] = j
		}
	}
	return assigned
}

// augment assigns every one of few rows to one of many columns and returns each
// column's row, -1 for none. One row after the other finds the shortest way to a
// free column; potentials keep all reduced costs at 0 or more. Row and column 0
// are the beginning of every way.
func augment(few, many int, at func(i, j int) int64) []int {
	rowPotential, columnPotential := make([]int64, few+1), make([]int64, many+1)
	rowOf, from := make([]int, many+1), make([]int, many+1)
	for i := 1; i <= few; i++ {
		rowOf[0] = i
		column := 0
		least, reached := make([]int64, many+1), make([]bool, many+1)
		for j := range least {
			least[j] = math.MaxInt64
		}
		for rowOf[column] != 0 {
			reached[column] = true
			row, next, step := rowOf[column], 0, int64(math.MaxInt64)
			for j := 1; j <= many; j++ {
				if reached[j] {
					continue
				}
				if reduced := at(row-1, j-1) - rowPotential[row] - columnPotential[j]; reduced < least[j] {
					least[j], from[j] = reduced, column
				}
				if least[j] < step {
					step, next = least[j], j
				}
			}
			for j := 0; j <= many; j++ {
				if reached[j] {
					rowPotential[rowOf[j]] += step
					columnPotential[j] -= step
				} else {
					least[j] -= step
				}
			}
			column = next
		}
		for column != 0 {
			rowOf[column] = rowOf[from[column]]
			column = from[column]
		}
	}
	for j := range many {
		rowOf[j] = rowOf[j+1] - 1
	}
	return rowOf[:many]
}
