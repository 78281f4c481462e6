package prompt

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// Rate is the sample rate of every sound of this package, in Hz.
const Rate = 8000

// ErrDamaged marks a file that is no WAV file or ends before its header says.
var ErrDamaged = errors.New("damaged WAV")

// Format is what the header of a WAV file says.
type Format struct {
	Codec    uint16 // 1 is PCM
	Channels uint16
	Rate     uint32 // Hz
	Bits     uint16 // a sample
	Bytes    int64  // of sound; -1 when the writer streamed and did not know
}

// Playable reports whether Asterisk plays such a file as it is.
func (f Format) Playable() bool {
	return f.Codec == 1 && f.Channels == 1 && f.Rate == Rate && f.Bits == 16 && f.Bytes >= 0
}

// String reads like "44100 Hz, 2 channels, 16 bits, codec 1".
func (f Format) String() string {
	s := fmt.Sprintf("%d Hz, %d channels, %d bits, codec %d", f.Rate, f.Channels, f.Bits, f.Codec)
	if f.Bytes < 0 {
		s += ", length unknown"
	}
	return s
}

// Duration is the playing time of a playable file.
func (f Format) Duration() time.Duration { return playingTime(int(f.Bytes / 2)) }

func playingTime(samples int) time.Duration {
	return time.Duration(samples) * time.Second / Rate
}

// Probe reads the header of a WAV file and checks that the sound is all there;
// when not, the error is ErrDamaged.
func Probe(path string) (Format, error) {
	file, err := os.Open(path)
	if err != nil {
		return Format{}, err
	}
	defer file.Close()
	f, err := readHeader(file)
	if err != nil || f.Bytes < 0 {
		return f, err
	}
	start, err := file.Seek(0, io.SeekCurrent)
	if err != nil {
		return f, err
	}
	end, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return f, err
	}
	if end-start < f.Bytes {
		return f, fmt.Errorf("%w: %d of %d bytes of sound", ErrDamaged, end-start, f.Bytes)
	}
	return f, nil
}

// ReadWAV reads a mono 16-bit WAV of any rate. A stream whose writer did not
// know its length is read to its end.
func ReadWAV(r io.Reader) (rate int, pcm []int16, err error) {
	f, err := readHeader(r)
	if err != nil {
		return 0, nil, err
	}
	if f.Codec != 1 || f.Channels != 1 || f.Bits != 16 {
		return 0, nil, fmt.Errorf("want mono PCM of 16 bits, have %s", f)
	}
	if f.Bytes >= 0 {
		r = io.LimitReader(r, f.Bytes)
	}
	sound, err := io.ReadAll(r)
	if err != nil {
		return 0, nil, err
	}
	if int64(len(sound)) < f.Bytes {
		return 0, nil, fmt.Errorf("%w: %d of %d bytes of sound", ErrDamaged, len(sound), f.Bytes)
	}
	pcm = make([]int16, len(sound)/2)
	for i := range pcm {
		pcm[i] = int16(binary.LittleEndian.Uint16(sound[2*i:]))
	}
	return int(f.Rate), pcm, nil
}

// WriteWAV writes mono 16-bit sound of Rate.
func WriteWAV(w io.Writer, pcm []int16) error {
	var b bytes.Buffer
	size := uint32(2 * len(pcm))
	for _, v := range []any{
		[]byte("RIFF"), 36 + size, []byte("WAVE"),
		[]byte("fmt "), uint32(16), uint16(1), uint16(1), uint32(Rate), uint32(2 * Rate), uint16(2), uint16(16),
		[]byte("data"), size, pcm,
	} {
		if err := binary.Write(&b, binary.LittleEndian, v); err != nil {
			return err
		}
	}
	_, err := w.Write(b.Bytes())
	return err
}

// streamed is where the lengths written by streaming programs begin: they put
// 0x7fff…, 0xffffffff or 0 where the true one should be.
const streamed = 0x7fff0000

// readHeader reads up to the first byte of sound.
func readHeader(r io.Reader) (Format, error) {
	var riff [12]byte
	if err := readFull(r, riff[:]); err != nil {
		return Format{}, err
	}
	if string(riff[:4]) != "RIFF" || string(riff[8:]) != "WAVE" {
		return Format{}, fmt.Errorf("%w: no RIFF/WAVE header", ErrDamaged)
	}
	riffSize := binary.LittleEndian.Uint32(riff[4:])
	var f Format
	for {
		var head [8]byte
		if err := readFull(r, head[:]); err != nil {
			return f, err
		}
		size := binary.LittleEndian.Uint32(head[4:])
		if string(head[:4]) == "data" {
			f.Bytes = int64(size)
			if size >= streamed || size == 0 && (riffSize == 0 || riffSize >= streamed) {
				f.Bytes = -1
			}
			return f, f.check()
		}
		if err := f.readChunk(r, string(head[:4]), size); err != nil {
			return f, err
		}
	}
}

// readChunk takes in a fmt chunk and skips any other.
func (f *Format) readChunk(r io.Reader, name string, size uint32) error {
	if name == "fmt " && size >= 16 {
		var b [16]byte
		if err := readFull(r, b[:]); err != nil {
			return err
		}
		f.Codec = binary.LittleEndian.Uint16(b[0:])
		f.Channels = binary.LittleEndian.Uint16(b[2:])
		f.Rate = binary.LittleEndian.Uint32(b[4:])
		f.Bits = binary.LittleEndian.Uint16(b[14:])
		size -= 16
	}
	_, err := io.CopyN(io.Discard, r, int64(size)+int64(size%2)) // chunks are padded to even
	return damaged(err)
}

func (f *Format) check() error {
	if f.Rate == 0 {
		return fmt.Errorf("%w: no fmt chunk", ErrDamaged)
	}
	return nil
}

func readFull(r io.Reader, b []byte) error {
	_, err := io.ReadFull(r, b)
	return damaged(err)
}

// damaged names an early end for what it is.
func damaged(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w: header is cut off", ErrDamaged)
	}
	return err
}
