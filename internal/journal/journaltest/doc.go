// Package journaltest says what every journal must do, as tests that any
// implementation can run.
package journaltest
