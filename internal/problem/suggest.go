package problem

import (
	"fmt"
	"slices"
	"strings"
)

const (
	longestWord = 40 // longer words are no misspelt names, and cost time to compare
	mostListed  = 8
)

// DidYouMean is the hint for a word that is not one of the known ones: the
// nearest of them if it is near enough, else all of them if they are few, else
// nothing.
func DidYouMean(word string, known []string) string {
	if best := nearest(word, known); best != "" {
		return fmt.Sprintf("did you mean %q?", best)
	}
	if len(known) == 0 || len(known) > mostListed {
		return ""
	}
	sorted := slices.Sorted(slices.Values(known))
	return "known here: " + strings.Join(sorted, ", ")
}

func nearest(word string, known []string) string {
	w := []rune(strings.ToLower(word))
	if len(w) == 0 || len(w) > longestWord {
		return ""
	}
	best, least := "", min(max(1, len(w)/3)+1, len(w))
	for _, k := range known {
		r := []rune(strings.ToLower(k))
		if len(r) > longestWord || abs(len(r)-len(w)) >= least {
			continue
		}
		if d := distance(w, r); d < least || d == least && best != "" && k < best {
			best, least = k, d
		}
	}
	return best
}

// distance counts the letters to insert, delete, replace or swap with the next.
func distance(a, b []rune) int {
	older, old, now := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range now {
		now[j] = j
	}
	for i := range a {
		older, old, now = old, now, older
		now[0] = i + 1
		for j := range b {
			same := 1
			if a[i] == b[j] {
				same = 0
			}
			now[j+1] = min(old[j]+same, old[j+1]+1, now[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				now[j+1] = min(now[j+1], older[j-1]+1)
			}
		}
	}
	return now[len(b)]
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
