package weekly

// columns reads a table whose cells were pasted one a paragraph: first the heads,
// then row after row, each beginning with a day or a time. Empty cells have left
// nothing behind, so a short row is told by what its cells say.
type columns struct {
	heads []column // heads read so far, in order
	on    bool     // the heads are complete and rows follow
	slot  slot
	cells []string
}

// minHeads is from how many heads on they make a table rather than two words.
const minHeads = 3

// head takes a paragraph that reads like the head of a column.
func (c *columns) head(h column) bool {
	if c.on || len(c.heads) == 0 && h.session != "" {
		return false // "Sáng" alone is a line of its own
	}
	c.heads = append(c.heads, h)
	return true
}

// read takes a paragraph, if it belongs to such a table.
func (c *columns) read(r *reader, l line) bool {
	if !c.on {
		if _, isHead := headRole(l.text); isHead || len(c.heads) == 0 {
			return false
		}
		c.on = c.complete()
		if !c.on {
			c.heads = nil
			return false
		}
	}
	body, _ := cutBullet(l.text)
	p, isDay := r.heading(l.text)
	switch {
	case isDay:
		c.flush(r)
		r.open(p, l.number)
		c.slot = slot{}
		if p.rest != "" {
			c.cells = append(c.cells, p.rest)
			c.slot = slot{number: l.number, hours: r.hours}
		}
		return true
	case isFooter(body):
		c.flush(r)
		c.on, c.heads = false, nil
		return false
	case r.stopped:
		return false
	}
	if m, rest := readMoment(l.text); !m.isZero() && rest == "" {
		if len(c.cells) > 0 {
			c.flush(r)
			c.slot = slot{}
		}
		if m.session != "" {
			r.session = m.session
		}
		if m.hours.start != "" {
			c.slot.hours = m.hours
			if m.session == "" && !m.hours.fits(r.session) {
				r.session = ""
			}
		}
		c.slot.number = l.number
		return true
	}
	if c.slot.number == 0 {
		c.slot.number = l.number
	}
	c.cells = append(c.cells, l.text)
	return true
}

// complete reports whether the heads make a table that needs this reading: an
// item and something beside it.
func (c *columns) complete() bool {
	items, beside := false, false
	for _, h := range c.heads {
		items = items || h.role == content && h.session == ""
		beside = beside || h.role == hosts || h.role == others || h.role == place
	}
	return len(c.heads) >= minHeads && items && beside
}

// flush makes drafts of the row collected.
func (c *columns) flush(r *reader) {
	var after []role // columns from the items on
	for _, h := range c.heads {
		if h.role == content || len(after) > 0 && h.role != when {
			after = append(after, h.role)
		}
	}
	for len(c.cells) > 0 && len(after) > 0 {
		roles := c.assign(r, after)
		s := c.slot
		s.session = r.session
		text := ""
		for i, role := range roles {
			switch cell := c.cells[i]; role {
			case content:
				text = cell
			case hosts:
				s.hosts = cell
			case others:
				s.others = cell
			case place:
				s.place = oneLine(cell)
			}
		}
		r.cell(text, s)
		c.cells = c.cells[len(roles):]
		c.slot.hours = hours{}
	}
	c.cells = nil
}

// assign gives roles to the cells of the next row: by position if the row is
// full, else each to the next column that it can be of.
func (c *columns) assign(r *reader, after []role) []role {
	full := len(after)
	for full > 1 && after[full-1] == note {
		full--
	}
	if len(c.cells) == full || len(c.cells) == len(after) {
		return after[:len(c.cells)]
	}
	roles := []role{content}
	column := 1
	for _, cell := range c.cells[1:] {
		is := r.cellRole(cell)
		found := column
		for found < len(after) && !fits(is, after[found]) {
			found++
		}
		if found == len(after) {
			break
		}
		roles = append(roles, after[found])
		column = found + 1
	}
	return roles
}

func fits(is, column role) bool {
	people := (is == hosts || is == others) && (column == hosts || column == others)
	return is == column || people
}

// endColumns ends the document.
func (r *reader) endColumns() {
	if r.columns.on {
		r.columns.flush(r)
	}
}
