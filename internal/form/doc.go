// Package form reads forms of YAML files that are lists of settings.
//
// A [Setting] is one key, declared once: its name, what it is for and what its value
// may be, for the loader and for the schema, and what becomes of the value. [Read]
// reports the keys that are not known or missing, then reads those that are there, in
// the order of the settings. What is wrong with a value is a problem at its place, and
// the next key is read: one run finds every mistake.
//
// What a queue is told of skills, levels and wrap-ups is read here too, so that it means
// the same in every file that says it.
package form
