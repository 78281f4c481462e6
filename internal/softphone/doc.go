// Package softphone is a small SIP phone: it registers, calls, rings, answers,
// refuses, transfers, sends and receives keys, plays sound and recognises what it hears.
// The demo, the end-to-end tests and test calls against a live system use it.
//
// Authoritative is the SIP dialog: a [Call] is ringing, answered or ended when
// the message that says so was sent or received, and the signals a caller waits
// on (WaitRinging, WaitAnswered, WaitEnded) fire in that order, each at most
// once. Sound starts with the answer, or with the early media of a 183.
//
// A [Phone] owns one UDP socket for SIP, a Call one for RTP. sipgo carries the
// transactions; dialogs, SDP and RTP are done here, because tests need to cancel,
// refuse and interrupt at exact moments.
//
// A call is handed on with REFER, blind or in place of another call. What becomes
// of it is told by a [Transfer], which may outlive the call; the phone itself takes
// no REFER.
//
// Failure: a call that cannot go on ends, with a code and a reason in its [End];
// nothing is retried behind the caller's back except what SIP itself demands
// (retransmissions, authentication, the refresh of a registration). Everything
// that waits takes a context. Close says good-bye for every call, gives up the
// registration and leaves neither goroutine nor socket.
package softphone
