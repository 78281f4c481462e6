package record

import (
	"cmp"
	"context"
	"strings"

	"hotline/internal/call"
	"hotline/internal/journal"
)

// Secrets are the calls whose numbers are in no listing: a caller asked for
// confidentiality in the call, in the one that it calls back for, or in one that calls
// back for it. It asks the journal itself what the records know as well, for those who
// read it without them.
func Secrets(ctx context.Context, j Source) (map[string]bool, error) {
	asked, of := map[string]bool{}, map[string]string{}
	err := j.Read(ctx, 1, func(g journal.Group) error {
		id, ok := strings.CutPrefix(g.Stream, journal.CallPrefix)
		if !ok {
			return nil
		}
		for _, e := range g.Facts {
			if e.Kind != call.KindArrived && e.Kind != call.KindMadeConfidential {
				continue
			}
			switch f, err := call.DecodeFact(e.Kind, e.Version, e.Data); f := f.(type) {
			case call.Arrived:
				of[id] = f.Of
			case call.MadeConfidential:
				asked[cmp.Or(f.Call, id)] = true
			default: // of a newer program
				asked[id] = asked[id] || err != nil && e.Kind == call.KindMadeConfidential
			}
		}
		return nil
	})
	secret := map[string]bool{}
	for id, really := range asked {
		if really {
			secret[id], secret[of[id]] = true, true
		}
	}
	delete(secret, "")
	for id, first := range of {
		if asked[first] {
			secret[id] = true
		}
	}
	return secret, err
}
