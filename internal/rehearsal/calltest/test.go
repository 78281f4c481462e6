package calltest

import (
	"time"

	"hotline/internal/calendar"
	"hotline/internal/problem"
	"hotline/internal/rehearsal"
)

// Test is one call and what is expected of it.
type Test struct {
	Name   string
	Place  problem.Place
	Call   rehearsal.Call
	World  rehearsal.World
	expect []expectation
}

// expectation is one line of a test: something that the caller does, or that must
// happen.
type expectation struct {
	place problem.Place
	act   act
}

// act lets the call go on until it is as the line says. It returns what is wrong,
// or nothing.
type act func(r *run) (wrong string, err error)

// usualLimit is how long, in virtual time, an expectation waits for what must
// happen.
const usualLimit = 10 * time.Minute

// usualTime is a Wednesday in office hours, for tests that name none.
func usualTime() time.Time { return time.Date(2026, 3, 11, 10, 0, 0, 0, calendar.China()) }
