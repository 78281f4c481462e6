// Package asterisk is the link to one Asterisk over ARI: channels, bridges,
// playbacks, and the events about them. It takes ARI's data types and their
// decoding from ari/v5 and has its own transport under them; ARI's wire types
// never leave the package.
//
// Asterisk is authoritative. The link keeps no more than it needs to say each
// thing once: who owns which channel, what has ended, which playbacks and
// recordings run.
//
// # Events
//
// The owner of a call makes a [Mailbox] and routes the ids of its channels to
// it with [Link.Route], before the request that makes them: ids are chosen by
// us, because events overtake replies. Every event about a routed channel is
// put into its box, in the order of the wire, and stays there until it is
// taken: nothing is dropped, and nobody's slowness holds up anybody else. A
// channel that nobody routed gets a box of its own the moment it enters our
// application, and is announced in the [Link.Lobby]; a key pressed right after
// is in that box. What belongs to nobody goes to the lobby as well. Types of
// events that are not known, or not decodable, are counted and passed by.
//
// A channel's end is told once: by the first of its destruction and its leaving
// Stasis after a hang-up. Which of the two comes depends on how it began.
//
// # Recordings
//
// Asterisk writes a recording into its spool, where it stays until it is deleted:
// after RecordingEnded it is fetched, then deleted. Hang-up, silence, a stop and
// the loss of the link all keep what there is. A recording with a beep waits for
// the beep's end; Asterisk forgets a stop that comes while it waits, so the link
// keeps it until the start is told.
//
// # Losing and finding Asterisk
//
// [Link.Start] connects and stays connected, with growing pauses. LinkDown is
// told once for each time; calls go on in Asterisk and requests may still
// succeed. After every connect the link, in this order: sets the filter of
// events; proves that events come, by one to itself; watches the phones; lists
// channels, bridges, phones, our playbacks and recordings. Events that come
// meanwhile are held back. Then, in one step: the playbacks, recordings and
// routed channels that are gone are told as ended (Lost), legs that came or left
// are told to their owners, LinkUp with everything that is there goes to the
// lobby, and the events held back follow. What is in both the listing and these events is told once.
//
// An open socket proves nothing, so silence is met with another event to
// ourselves. When another connection takes the application's name, the link
// says Replaced and stays down until Start is called again: two engines must
// not fight over it.
//
// # New calls
//
// The dialplan asks for each new call whether an engine takes it, and waits a moment
// only. The link claims it as soon as it reads the question, also during a resync; its
// arrival follows. A claim that comes too late is refused, and the call is not ours.
//
// # Requests
//
// Requests go over pooled HTTP connections, any number at a time, each with a
// deadline. ARI also takes them over the event socket for a tenth less of
// Asterisk's time, but one after the other: a request that waits for the end of
// a playback was seen to hold up all others by 2.4 s. All errors are [*Error];
// errors.Is(err, asterisk.Gone) asks for a [Kind]. Gone and Conflict are
// ordinary around a hang-up.
package asterisk
