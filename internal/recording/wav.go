package recording

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// Errors of a WAV that cannot be used.
var (
	ErrDamaged = errors.New("damaged WAV")
	ErrSilent  = errors.New("there is no sound in it")
)

const (
	rate   = 8000 // Hz
	sample = 2    // bytes
	// streamed is where the lengths begin that are no lengths: who writes a WAV without
	// knowing its end puts such a one there, or 0.
	streamed  = 0x7fff0000
	oddChunks = 1 << 20 // bytes before the sound; more is no telephone's
)

// wav is the sound of a WAV file: 8 kHz, 16 bit, mono.
type wav struct {
	in   *bufio.Reader
	left int64 // bytes; -1: up to the end
}

// openWAV reads a WAV up to its first sample.
func openWAV(r io.Reader) (*wav, error) {
	in := bufio.NewReaderSize(r, 4096)
	var riff [12]byte
	switch n, err := io.ReadFull(in, riff[:]); {
	case errors.Is(err, io.EOF):
		return nil, fmt.Errorf("%w: it is empty", ErrDamaged)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return nil, fmt.Errorf("%w: it ends after %d bytes", ErrDamaged, n)
	case err != nil:
		return nil, err
	case string(riff[:4]) != "RIFF" || string(riff[8:]) != "WAVE":
		return nil, fmt.Errorf("%w: it does not begin as a WAV does", ErrDamaged)
	}
	size, err := findSound(in)
	if err != nil {
		return nil, err
	}
	total := binary.LittleEndian.Uint32(riff[4:])
	w := &wav{in, int64(size)}
	if size >= streamed || size == 0 && (total == 0 || total >= streamed) {
		return w, w.untilTheEnd()
	}
	if size%sample != 0 {
		return nil, fmt.Errorf("%w: %d bytes are no whole samples", ErrDamaged, size)
	}
	return w, nil
}

// findSound passes by what stands before the sound, and gives the length that the
// header says.
func findSound(in *bufio.Reader) (size uint32, err error) {
	known, passed := false, int64(0)
	for {
		var head [8]byte
		if _, err := io.ReadFull(in, head[:]); err != nil {
			return 0, cutOff(err)
		}
		name, size := string(head[:4]), binary.LittleEndian.Uint32(head[4:])
		if name == "data" {
			if !known {
				return 0, fmt.Errorf("%w: the header does not say what sound it is", ErrDamaged)
			}
			return size, nil
		}
		if passed += int64(size) + 8; passed > oddChunks {
			return 0, fmt.Errorf("%w: no sound in its first %d bytes", ErrDamaged, oddChunks)
		}
		if name == "fmt " {
			known = true
			if size, err = readForm(in, size); err != nil {
				return 0, err
			}
		}
		if _, err := io.CopyN(io.Discard, in, int64(size)+int64(size%2)); err != nil { // chunks are even
			return 0, cutOff(err)
		}
	}
}

// readForm checks what sound it is, and gives what it has not read of the chunk.
func readForm(in io.Reader, size uint32) (left uint32, err error) {
	const least, extensible, extended = 16, 0xfffe, 26
	if size < least {
		return 0, fmt.Errorf("%w: a header of %d bytes", ErrDamaged, size)
	}
	var form [extended]byte
	n := min(size, extended)
	if _, err := io.ReadFull(in, form[:n]); err != nil {
		return 0, cutOff(err)
	}
	u16 := func(at int) uint16 { return binary.LittleEndian.Uint16(form[at:]) }
	codec, channels, bits := u16(0), u16(2), u16(14)
	if codec == extensible && n == extended {
		codec = u16(24)
	}
	hz := binary.LittleEndian.Uint32(form[4:])
	if codec != 1 || channels != 1 || hz != rate || bits != 8*sample {
		return 0, fmt.Errorf("a track must be mono PCM of %d Hz and %d bits, and this is codec %d of %d Hz and %d bits with %d channels",
			rate, 8*sample, codec, hz, bits, channels)
	}
	return size - n, nil
}

func cutOff(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w: its header is cut off", ErrDamaged)
	}
	return err
}

// untilTheEnd: nobody knew the length. That nothing follows can be seen, though.
func (w *wav) untilTheEnd() error {
	w.left = -1
	_, err := w.in.Peek(sample)
	if errors.Is(err, io.EOF) {
		w.left, err = 0, nil
	}
	return err
}

// Read gives whole samples.
func (w *wav) Read(p []byte) (int, error) {
	if w.left >= 0 && int64(len(p)) > w.left {
		p = p[:w.left]
	}
	if w.left == 0 {
		return 0, io.EOF
	}
	if p = p[:len(p)/sample*sample]; len(p) == 0 {
		return 0, io.ErrShortBuffer
	}
	n, err := io.ReadFull(w.in, p)
	ended := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
	switch {
	case err != nil && !ended:
		return 0, err
	case w.left < 0 && ended:
		return n / sample * sample, io.EOF // half a sample is what a crash left
	case ended:
		return 0, fmt.Errorf("%w: its sound ends %d bytes before its header says", ErrDamaged, w.left-int64(n))
	case w.left > 0:
		w.left -= int64(n)
	}
	return n, nil
}

// header is that of 16-bit sound; a length of -1 is one that nobody knows yet.
func header(channels int, length int64) []byte {
	const headLength, most = 44, 1<<32 - 1
	total, size := uint32(most), uint32(most)
	if length >= 0 {
		total, size = uint32(length+headLength-8), uint32(length)
	}
	width := uint16(channels * sample)
	h := append(make([]byte, 0, headLength), "RIFF"...)
	h = binary.LittleEndian.AppendUint32(h, total)
	h = append(h, "WAVEfmt "...)
	h = binary.LittleEndian.AppendUint32(h, 16)
	h = binary.LittleEndian.AppendUint16(h, 1)
	h = binary.LittleEndian.AppendUint16(h, uint16(channels))
	h = binary.LittleEndian.AppendUint32(h, rate)
	h = binary.LittleEndian.AppendUint32(h, rate*uint32(width))
	h = binary.LittleEndian.AppendUint16(h, width)
	h = binary.LittleEndian.AppendUint16(h, 8*sample)
	h = append(h, "data"...)
	return binary.LittleEndian.AppendUint32(h, size)
}
