// Package recording keeps the sound of messages and talks: one file each, in one
// folder, encrypted by age (filippo.io/age) for those who may play it.
//
// A file is there as a whole or not at all: it is encrypted while it arrives, written
// under another name, flushed to the disk, and then gets its own. No sound is ever on
// the disk in clear. What a crash left unfinished is taken away when the folder is
// opened. Which file belongs to which call is the journal's to say; the file's name
// tells it as well, so that files are deleted in time without a journal.
//
// The engine needs the public keys only. Who plays a sound, and what is deleted, is
// written into the [AccessLog] before it is done: what cannot be put on record is not
// done. An attempt that then fails has its line all the same.
//
// A [Sweeper] deletes what is older than the policy allows. [Folder.Erase] deletes
// all sound of one call: the wish is on the disk before the first file goes, and the
// sweeper fulfils what a crash or a failing disk has left of it.
package recording
