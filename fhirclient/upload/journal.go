package upload

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// journal is an upload's memory on disk: which records are done and, where a repeat could do harm, which were about to be
// sent. It is written by a goroutine of its own, which gathers what happened meanwhile into one frame and one fsync, so that
// no record waits for the disk unless it says that it must (intend).
//
// A record is on the disk as done at most journalDelay and an fsync after it is done. What a crash takes with it are at most
// the records done in that time: they are put once more, which does no harm, or reported as unknown.
type journal struct {
	file  journalFile
	input input
	state journalState // as it was opened; done and intents of it do not change
	// damaged is true where part of it is lost, and with that what may have been sent.
	damaged bool
	commit
}

// journalFile is what a journal needs of a file; tests have disks that are full.
type journalFile interface {
	io.WriteCloser
	Sync() error
}

// openJournal opens or creates a journal for an upload with some settings, given as a checksum. Creates says whether the
// upload cannot repeat what it does not know to be done.
func openJournal(path string, settings uint64, creates bool) (*journal, error) {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("journal: %s is no regular file", path)
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("journal: %w", err)
	}
	j, err := loadJournal(file, settings, creates)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("journal: %w", err), file.Close())
	}
	j.start()
	return j, nil
}

func loadJournal(file *os.File, settings uint64, creates bool) (*journal, error) {
	if err := lockFile(file); err != nil {
		return nil, err
	}
	j := &journal{file: file}
	good, torn, rest, err := j.state.readFrom(file)
	switch {
	case err != nil:
		return nil, err
	case !torn && rest && creates:
		return nil, ErrJournalDamaged
	case j.state.known && j.state.settings != settings:
		return nil, ErrJournalInput
	case !j.state.known:
		return j, j.begin(file, settings)
	}
	j.damaged = !torn && rest
	return j, errors.Join(file.Truncate(good), seek(file, good))
}

// journalWindow is how much of a journal is in memory while it is read: any frame and more. A journal itself may have any
// length.
const journalWindow = 2 * maxFrame

// readFrom takes in a journal up to the first frame that is not sound, and returns where that begins. Rest is true where
// there is one, and torn where it looks like a frame that was not written to its end.
func (s *journalState) readFrom(r io.Reader) (good int64, torn, rest bool, err error) {
	var buf bytes.Buffer
	for {
		_, err := io.CopyN(&buf, r, int64(journalWindow-buf.Len()))
		ended := errors.Is(err, io.EOF)
		if err != nil && !ended {
			return 0, false, false, err
		}
		read := s.frames
		if good == 0 {
			read = s.read
		}
		n, torn, err := read(buf.Bytes())
		buf.Next(n)
		good += int64(n)
		if ended || err != nil || n == 0 {
			return good, torn && ended, buf.Len() > 0, err
		}
	}
}

// read takes in the beginning of a file, as frames does what follows.
func (s *journalState) read(data []byte) (good int, torn bool, err error) {
	if len(data) < len(journalMagic) {
		if string(data) != journalMagic[:len(data)] {
			return 0, false, ErrJournalInput
		}
		return 0, true, nil
	}
	if string(data[:len(journalMagic)]) != journalMagic {
		return 0, false, ErrJournalInput
	}
	good, torn, err = s.frames(data[len(journalMagic):])
	return len(journalMagic) + good, torn, err
}

// frames takes in frames up to the first that is not sound, and returns where that begins. Torn is true where the rest
// looks like a frame that was not written to its end.
func (s *journalState) frames(data []byte) (good int, torn bool, err error) {
	for good < len(data) {
		payload, length, torn := nextFrame(data[good:])
		if length == 0 {
			return good, torn || zeros(data[good:]), nil
		}
		if err := s.apply(payload); err != nil {
			return good, false, ErrJournalDamaged
		}
		good += length
	}
	return good, false, nil
}

// zeros is true for what a file system may leave where it had grown the file and not yet written it.
func zeros(data []byte) bool {
	for _, b := range data {
		if b != 0 {
			return false
		}
	}
	return true
}

// begin writes a new file's first bytes, and makes sure of them and of the file's name.
func (j *journal) begin(file *os.File, settings uint64) error {
	if err := errors.Join(file.Truncate(0), seek(file, 0)); err != nil {
		return err
	}

	head := appendFrame([]byte(journalMagic), appendSettings(nil, settings))
	if _, err := file.Write(head); err != nil {
		return err
	}
	if err := file.Sync(); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(file.Name()))
}

func seek(file *os.File, at int64) error {
	_, err := file.Seek(at, io.SeekStart)
	return err
}
