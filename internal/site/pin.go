package site

import (
	"crypto/rand"
	"fmt"
	"math/big"

	"hotline/internal/dialplan"
)

// newPIN makes six digits for a seat to sign in with that are not among those which
// are guessed first.
func newPIN(seat string) string {
	for {
		n, _ := rand.Int(rand.Reader, big.NewInt(1_000_000)) // rand.Reader never fails
		if pin := fmt.Sprintf("%06d", n); !dialplan.WeakPIN(seat, pin) {
			return pin
		}
	}
}
