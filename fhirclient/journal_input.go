package fhirclient

import (
	"encoding/binary"
	"hash/crc64"
)

// checkpointEvery is how many records are read between two checkpoints at most. A resumed upload sends none of them before
// it has seen them all and knows that they are those of the first time.
const checkpointEvery = 64

var inputTable = crc64.MakeTable(crc64.ECMA)

// input follows the records as they are read, and compares them with those that the journal was written for.
type input struct {
	at    checkpoint
	known []checkpoint // of the journal, those still to come
}

// add takes in the next record. Sure is true where all records so far are known to be the journal's, or beyond it.
func (in *input) add(data []byte) (sure bool, err error) {
	var length [8]byte
	binary.LittleEndian.PutUint64(length[:], uint64(len(data)))
	sum := crc64.Update(in.at.sum, inputTable, length[:])
	in.at = checkpoint{n: in.at.n + 1, sum: crc64.Update(sum, inputTable, data)}
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

// read takes in the next record of the upload.
func (j *journal) read(data []byte) (sure bool, err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	sure, err = j.input.add(data)
	if at := j.input.at; err == nil && at.n%checkpointEvery == 0 && at.n > j.state.lastCheckpoint().n {
		j.next.checkpoints = append(j.next.checkpoints, at)
	}
	return sure, err
}
