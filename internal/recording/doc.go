// Package recording keeps the sound of messages and talks: one file each, in one
// folder, readable by the engine's user alone.
//
// A file is there as a whole or not at all: it is written under another name,
// flushed to the disk, and then gets its own. What a crash left unfinished is
// taken away when the folder is opened. Which file belongs to which call is the
// journal's to say.
package recording
