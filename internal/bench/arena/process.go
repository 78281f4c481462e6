package arena

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// ticks is what the kernel counts processor time in, on every Linux: 100 a second.
const ticks = 100

// spent is the processor time that a process has used, in user and kernel mode.
func spent(pid int) (time.Duration, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, err
	}
	return parseSpent(string(text))
}

// parseSpent reads fields 14 and 15 of /proc/PID/stat; the second is a name that may hold
// spaces and brackets.
func parseSpent(stat string) (time.Duration, error) {
	fields := strings.Fields(stat[strings.LastIndex(stat, ")")+1:])
	if len(fields) < 13 {
		return 0, fmt.Errorf("/proc/PID/stat: too few fields: %q", stat)
	}
	user, err1 := strconv.ParseInt(fields[11], 10, 64)
	system, err2 := strconv.ParseInt(fields[12], 10, 64)
	if err1 != nil || err2 != nil {
		return 0, fmt.Errorf("/proc/PID/stat: no times: %q", stat)
	}
	return time.Duration(user+system) * time.Second / ticks, nil
}

// resident is the memory that a process has now, in kB.
func resident(pid int) (float64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.SplitSeq(string(text), "\n") {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			return strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(rest, "kB")), 64)
		}
	}
	return 0, fmt.Errorf("/proc/%d/status: no VmRSS", pid)
}
