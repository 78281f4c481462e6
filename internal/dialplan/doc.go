// Package dialplan loads what telecom engineers edit: trunks, numbers, centres,
// queues, seats, feature codes and flows.
//
// The files under the tree's folder are authoritative. [Load] reads all of them,
// checks each by itself, then checks what they say of each other, and tells every
// problem with its line. A [Tree] exists only if there was no error; it never
// changes, so a call goes on with the tree it began with while others get a newer
// one. A tree that cannot be loaded changes nothing.
//
// Passwords are not part of the tree; see [LoadSecrets].
package dialplan
