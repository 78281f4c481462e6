// Package yamlfile reads the YAML files that engineers edit: strictly, and with
// the place of everything.
//
// [Read] takes a whole file and gives its root [Node]. Each question asked of a
// node (a [Node.Map], a [Node.Text], a [Node.Duration], …) either answers it or
// adds a problem that says what was expected, and the caller goes on with the
// next one: one run finds every mistake. Unknown and doubled keys are mistakes.
// What could make a small file costly (size, depth, aliases) is refused before
// it costs anything. The package is pure: the text comes from the caller.
package yamlfile
