package plan

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Share is a part of a whole; it is written as 30%.
type Share float64

// UnmarshalText reads a share.
func (s *Share) UnmarshalText(text []byte) error {
	number, ok := strings.CutSuffix(string(text), "%")
	v, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	if !ok || err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		return fmt.Errorf("expected a share such as 5%%, found %q", text)
	}
	*s = Share(v / 100)
	return nil
}

// String writes the share as it is read, with as many digits as it has up to six.
func (s Share) String() string { return strconv.FormatFloat(float64(s)*100, 'g', 6, 64) + "%" }

// Answer is how soon callers are to be answered; it is written as 95/15s: 95 % of
// them within 15 seconds.
type Answer struct {
	Share  Share
	Within time.Duration
}

// UnmarshalText reads an answer target.
func (a *Answer) UnmarshalText(text []byte) error {
	share, within, ok := strings.Cut(string(text), "/")
	var got Answer
	err := got.Share.UnmarshalText([]byte(strings.TrimSuffix(share, "%") + "%"))
	d, wrong := time.ParseDuration(within)
	if !ok || err != nil || wrong != nil {
		return fmt.Errorf("expected a share and a time such as 95/15s, found %q", text)
	}
	if got.Share <= 0 || got.Share >= 1 {
		return errors.New("the share to be answered in time is more than 0 and less than 100: no number of seats does without any wait")
	}
	if d < 0 || d > time.Hour {
		return errors.New("the time to answer in is from 0s to 1h")
	}
	got.Within = d
	*a = got
	return nil
}

// String writes the target for people.
func (a Answer) String() string { return fmt.Sprintf("%s within %s", a.Share, short(a.Within)) }
