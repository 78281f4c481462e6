// Package dialplan loads what telecom engineers edit: trunks, numbers, area
// codes, calendars, centres, queues, seats, feature codes, flows and languages.
//
// The files under the tree's folder are authoritative. [Load] reads all of them,
// checks each by itself, then checks what they say of each other, proves that a
// person is in reach everywhere, and tells every problem with its line. A [Tree]
// exists only if there was no error; it never changes, so a call goes on with the
// tree it began with while others get a newer one. A tree that cannot be loaded
// changes nothing.
//
// [Tree.Route] decides where a call goes that comes in, for live calls and for
// [Tree.Explain] alike: first the trunk's own list of numbers, then what the area
// code before 12385 means, then the trunk's city. [Tree.OpenAt] says whether a
// centre answers, and [Tree.Onward] where its calls go otherwise. None of them
// reads a clock: the time comes with the question.
//
// [Tree.Code] and [Tree.Target] say what a seat means by what it dials. A target is
// a seat, a queue, a centre, or a number outside that the tree itself names: no
// other number is ever connected, however it is written.
//
// Passwords and PINs are not part of the tree; see [LoadSecrets].
package dialplan
