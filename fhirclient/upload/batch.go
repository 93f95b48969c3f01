package upload

// maxBatchBytes ends a batch early: servers limit the length of a request, some at 4 MB.
const maxBatchBytes = 2 << 20

// batchBuilder gathers records that go into one request.
type batchBuilder struct {
	most  int
	items []*item
	keys  map[string]bool
	bytes int
}

// add takes a record and returns the batches that are complete: one before it, where it does not fit, and one with it.
func (b *batchBuilder) add(it *item) [][]*item {
	var full [][]*item
	if b.bytes+len(it.Data) > maxBatchBytes || it.key != "" && b.keys[it.key] {
		full = append(full, b.take())
	}
	if b.keys == nil {
		b.keys = make(map[string]bool, b.most)
	}
	b.items = append(b.items, it)
	b.bytes += len(it.Data)
	b.keys[it.key] = true
	if len(b.items) >= b.most {
		full = append(full, b.take())
	}
	return full
}

// take returns what has been gathered, which may be nothing.
func (b *batchBuilder) take() []*item {
	items := b.items
	b.items, b.bytes = nil, 0
	clear(b.keys)
	return items
}
