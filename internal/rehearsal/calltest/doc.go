// Package calltest reads call tests and runs them: what happens to a caller who
// dials at a certain time, in the words of an engineer.
//
// The files of a tree's folder tests are authoritative; each mistake in them is
// told at its line before any test runs. Every test has a stage of its own
// ([rehearsal.Stage]), so none depends on another, they run side by side, and each
// comes out the same whenever it runs. A test that fails says which of its lines
// was not met, and tells the story of what happened instead. What no test of the
// tree came to, steps and ways out of them, is the [Coverage].
package calltest
