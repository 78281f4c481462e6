package softphone

import (
	"encoding/binary"
	"fmt"
	"os"
)

// wavHeader is the canonical 44 byte header of a PCM file.
type wavHeader struct {
	Riff          [4]byte
	Size          uint32
	Wave          [4]byte
	Fmt           [4]byte
	FmtSize       uint32
	Format        uint16
	Channels      uint16
	Rate          uint32
	ByteRate      uint32
	BlockAlign    uint16
	BitsPerSample uint16
	Data          [4]byte
	DataSize      uint32
}

// WriteWAV writes samples as an 8 kHz, 16 bit, mono file.
func WriteWAV(path string, samples []int16) error {
	size := uint32(len(samples) * 2)
	head := wavHeader{
		Riff: [4]byte{'R', 'I', 'F', 'F'}, Size: 36 + size, Wave: [4]byte{'W', 'A', 'V', 'E'},
		Fmt: [4]byte{'f', 'm', 't', ' '}, FmtSize: 16, Format: 1, Channels: 1,
		Rate: SampleRate, ByteRate: SampleRate * 2, BlockAlign: 2, BitsPerSample: 16,
		Data: [4]byte{'d', 'a', 't', 'a'}, DataSize: size,
	}
	out, err := binary.Append(nil, binary.LittleEndian, head)
	if err != nil {
		return err
	}
	if out, err = binary.Append(out, binary.LittleEndian, samples); err != nil {
		return err
	}
	return os.WriteFile(path, out, 0o644)
}

// ReadWAV reads an 8 kHz, 16 bit, mono file; anything else is an error that says
// what the file is.
func ReadWAV(path string) ([]int16, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if len(raw) < 12 || string(raw[:4]) != "RIFF" || string(raw[8:12]) != "WAVE" {
		return nil, fmt.Errorf("softphone: %s is not a WAV file", path)
	}
	formatSeen := false
	for raw = raw[12:]; len(raw) >= 8; {
		name, body, rest := wavChunk(raw)
		switch name {
		case "fmt ":
			if err := checkFormat(body); err != nil {
				return nil, fmt.Errorf("softphone: %s: %w", path, err)
			}
			formatSeen = true
		case "data":
			if !formatSeen {
				return nil, fmt.Errorf("softphone: %s: sound before its format", path)
			}
			return pcmSamples(body), nil
		}
		raw = rest
	}
	return nil, fmt.Errorf("softphone: %s holds no sound", path)
}

// wavChunk splits the first chunk off. A size beyond the end (streamed files say
// 0xFFFFFFFF) means: up to the end.
func wavChunk(raw []byte) (name string, body, rest []byte) {
	size := uint64(binary.LittleEndian.Uint32(raw[4:8]))
	name, raw = string(raw[:4]), raw[8:]
	if size >= uint64(len(raw)) {
		return name, raw, nil
	}
	next := min(size+size%2, uint64(len(raw)))
	return name, raw[:size], raw[next:]
}

func checkFormat(body []byte) error {
	if len(body) < 16 {
		return fmt.Errorf("format chunk of %d bytes", len(body))
	}
	le := binary.LittleEndian
	format, channels, rate, bits := le.Uint16(body), le.Uint16(body[2:]), le.Uint32(body[4:]), le.Uint16(body[14:])
	if format != 1 || channels != 1 || rate != SampleRate || bits != 16 {
		return fmt.Errorf("want 8000 Hz, 16 bit, mono PCM; have format %d, %d Hz, %d bit, %d channels", format, rate, bits, channels)
	}
	return nil
}

func pcmSamples(body []byte) []int16 {
	samples := make([]int16, len(body)/2)
	for i := range samples {
		samples[i] = int16(binary.LittleEndian.Uint16(body[2*i:]))
	}
	return samples
}
