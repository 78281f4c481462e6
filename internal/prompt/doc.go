// Package prompt turns the words a caller is to hear into sound files that
// Asterisk can play: WAV, 8 kHz, mono, 16 bit.
//
// Authoritative, in this order: a recording named in the manifest; a file of
// the cache, whose name is the hash of voice, speed and text; a fresh synthesis,
// which then becomes that file. Nothing else is remembered, so the cache may
// be deleted at any time. A sound that was not prepared, but made for somebody on
// the line, may speak what he typed: its file is kept apart and goes after an hour.
//
// A text in Mandarin or Cantonese is first spelled out (Spell), because a synthesiser reads
// 12385 as a quantity and loses the zero of 205. What is hashed, and what is
// looked up in the manifest, is the spelled text.
//
// Failure: a manifest with mistakes is refused by Open with every mistake and
// its line. A recording that goes bad later is logged and its text is
// synthesised, so that no caller meets silence. A cache file that is damaged is
// made anew. A file is written under another name and renamed, so a reader
// never sees half of one.
package prompt
