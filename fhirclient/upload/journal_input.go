package upload

import (
	"encoding/binary"
	"hash/crc64"
)

// checkpointEvery is how many records are read between two checkpoints at most, and checkpointBytes how much of them. A resumed upload sends none of them before
// it has seen them all and knows that they are those of the first time.
const (
	checkpointEvery = 64
	checkpointBytes = 16 << 20
)

// inputTable is made when it is asked for first: programs that do not upload do without.
func inputTable() *crc64.Table { return crc64.MakeTable(crc64.ECMA) }

// input follows the records as they are read, and compares them with those that the journal was written for.
type input struct {
	at    checkpoint
	known []checkpoint // of the journal, those still to come
	last  uint64       // where there was the last checkpoint
	bytes int          // since then
}

// add takes in the next record, which takes so many numbers. Sure is true where all records so far are known to be the journal's, or beyond it.
func (in *input) add(data []byte, numbers uint64) (sure bool, err error) {
	var length [8]byte
	binary.LittleEndian.PutUint64(length[:], uint64(len(data)))
	sum := crc64.Update(in.at.sum, inputTable(), length[:])
	in.at = checkpoint{n: in.at.n + numbers, sum: crc64.Update(sum, inputTable(), data)}
	if len(in.known) == 0 {
		return true, nil
	}
	if in.at.n < in.known[0].n {
		return false, nil
	}
	if in.at != in.known[0] {
		return false, ErrJournalInput
	}
	in.known = in.known[1:]
	return true, nil
}

// end is called after the last record: an input that is shorter than it was is another one.
func (in *input) end() error {
	if len(in.known) > 0 {
		return ErrJournalInput
	}
	return nil
}

// read takes in the next record of the upload, which takes so many numbers.
func (j *journal) read(data []byte, numbers uint64) (sure bool, err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	in := &j.input
	sure, err = in.add(data, numbers)
	in.bytes += len(data)
	if at := in.at; err == nil && (at.n-in.last >= checkpointEvery || in.bytes >= checkpointBytes) {
		in.last, in.bytes = at.n, 0
		if at.n > j.state.lastCheckpoint().n {
			j.next.checkpoints = append(j.next.checkpoints, at)
		}
	}
	return sure, err
}
