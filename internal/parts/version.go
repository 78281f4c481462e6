package parts

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// version is a dotted version number, most significant part first.
type version []int

var versionNumber = regexp.MustCompile(`\d+(\.\d+)+`)

// parseVersion takes the first dotted number from what a program prints about
// itself. A build without one (from a repository, say) is refused.
func parseVersion(said string) (version, error) {
	text := versionNumber.FindString(said)
	if text == "" {
		line, _, _ := strings.Cut(said, "\n")
		return nil, fmt.Errorf("no version number in %q", line)
	}
	var v version
	for part := range strings.SplitSeq(text, ".") {
		n, err := strconv.Atoi(part)
		if err != nil {
			return nil, fmt.Errorf("version %s: %w", text, err)
		}
		v = append(v, n)
	}
	return v, nil
}

func (v version) atLeast(other version) bool {
	return slices.Compare(v, other) >= 0
}

func (v version) String() string {
	parts := make([]string, len(v))
	for i, n := range v {
		parts[i] = strconv.Itoa(n)
	}
	return strings.Join(parts, ".")
}
