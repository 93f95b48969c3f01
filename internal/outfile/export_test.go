package outfile

// Break closes the file under its writer, so that whatever is written from now on fails, as on a full disk.
func (o *File) Break() { _ = o.file.Close() }
