// Package demo plays one real call through a real Asterisk and tells its story
// as it happens. The story comes from the journal's facts and from what the two
// softphones see and hear; nothing in it is made up.
package demo
