// Package schema is the vocabulary in which the forms of the YAML files are
// declared: each key once, with its name, what it is for and what its value may
// be.
//
// A declaration is authoritative twice: the loader asks it which keys there are
// (yamlfile.Map.Fields), and [Document] makes of it the JSON Schema that lets an
// editor complete and check while somebody types. Draft 7 is what editors know
// best. A schema never refuses what the loader takes; what only the loader can
// see (whether a step exists, whether a person is in reach) it lets pass. The
// package is pure.
package schema
