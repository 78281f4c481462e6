package arena

import (
	"context"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"

	"hotline/internal/bench"
	"hotline/internal/parts"
)

// Describe says on what it is measured.
func Describe(ctx context.Context, binary string, asterisk parts.Program) bench.Machine {
	kB, _ := strconv.Atoi(strings.TrimSuffix(field("/proc/meminfo", "MemTotal", ":"), " kB"))
	kernel, _ := os.ReadFile("/proc/sys/kernel/osrelease")
	version, _ := exec.CommandContext(ctx, binary, "version").Output()
	first, _, _ := strings.Cut(strings.TrimSpace(string(version)), "\n")
	return bench.Machine{
		Processor: field("/proc/cpuinfo", "model name", ":"), Cores: runtime.NumCPU(), MemoryGB: (kB + 1<<19) >> 20,
		System: strings.Trim(field("/etc/os-release", "PRETTY_NAME", "="), `"`),
		Kernel: strings.TrimSpace(string(kernel)), Go: runtime.Version(),
		Asterisk: asterisk.Version, Hotline: first,
	}
}

// field is the first value of a name in a file of lines.
func field(file, name, between string) string {
	text, err := os.ReadFile(file)
	if err != nil {
		return "unknown"
	}
	for line := range strings.SplitSeq(string(text), "\n") {
		if key, value, ok := strings.Cut(line, between); ok && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return "unknown"
}
