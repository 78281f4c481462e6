package switchboard

import (
	"cmp"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"hotline/internal/numbering"
	"hotline/internal/plain"
)

// shown is what a telephone that rings shows of the call, and tells programs beside it.
type shown struct {
	callerID string            // `"name" <number>`
	headers  map[string]string // as variables of the leg
}

// Headers of calls to seats. What is not plain digits and letters is percent-encoded
// UTF-8.
const (
	callHeader   = "PJSIP_HEADER(add,X-Hotline-Call)"   // our id of it
	queueHeader  = "PJSIP_HEADER(add,X-Hotline-Queue)"  // the queue's title, or its name
	centreHeader = "PJSIP_HEADER(add,X-Hotline-Centre)" // the centre's
	waitHeader   = "PJSIP_HEADER(add,X-Hotline-Wait)"   // of the caller, seconds
	nameHeader   = "PJSIP_HEADER(add,X-Hotline-Name)"   // that the caller's own telephone gave
)

const (
	longestName = 40 // characters that telephones show, at most
	withheld    = "匿名"
)

// shown to a seat: the number is the caller's, for the agent may have to call him again;
// the name says from which queue he comes and how long he has waited. A telephone
// outside shows the hotline, and learns nothing of the caller.
func (c *caller) shown(at handset) shown {
	if at.trunk != "" {
		return shown{callerID: callerID(string(numbering.Hotline))}
	}
	wait := c.waited(c.now())
	queue := queueOf(c.sb.tree.Load(), c.queued.Queue)
	title := cmp.Or(queue.Title, queue.ID)
	centre, _, _ := strings.Cut(queue.ID, "/")
	s := shown{
		callerID: namedID(title+" 等待"+minutes(wait), c.ownNumberShown()),
		headers: map[string]string{
			callHeader:   c.id,
			queueHeader:  url.PathEscape(title),
			centreHeader: url.PathEscape(cmp.Or(c.tree.Centres[centre].Title, centre)),
			waitHeader:   strconv.Itoa(int(wait / time.Second)),
		},
	}
	if name := sanitised(c.ownName); name != "" && !c.confidential {
		s.headers[nameHeader] = url.PathEscape(name)
	}
	return s
}

// ownNumberShown is the caller's number for telephones; "" = it is withheld, by himself or
// because the call is confidential.
func (c *caller) ownNumberShown() string {
	if c.confidential {
		return ""
	}
	return c.number
}

// waited is how long the caller has waited until then; nothing if that is not known.
func (c *caller) waited(until int64) time.Duration {
	if c.since == 0 {
		return 0
	}
	return millis(max(0, until-c.since))
}

// minutes is a wait as it is written: "1分20秒".
func minutes(d time.Duration) string {
	m, s := int(d/time.Minute), int(d%time.Minute/time.Second)
	if m == 0 {
		return strconv.Itoa(s) + "秒"
	}
	return strconv.Itoa(m) + "分" + strconv.Itoa(s) + "秒"
}

// callerID is what a telephone shows of a call without more words.
func callerID(number string) string { return namedID("", number) }

// namedID is a number with a name. A withheld number is said, not left out: an empty
// field would show the telephone's own number.
func namedID(name, number string) string {
	if number == "" {
		return fmt.Sprintf(`"%s" <anonymous>`, sanitised(strings.TrimSpace(withheld+" "+name)))
	}
	return fmt.Sprintf(`"%s" <%s>`, cmp.Or(sanitised(name), number), number)
}

// sanitised makes text fit for the name of a caller: printable, without what has a
// meaning in SIP, and short.
func sanitised(text string) string {
	text = strings.Map(func(r rune) rune {
		if strings.ContainsRune("\"\\<>\u2028\u2029", r) || r == utf8.RuneError {
			return '?'
		}
		return r
	}, plain.Text(text))
	if runes := []rune(text); len(runes) > longestName {
		text = string(runes[:longestName])
	}
	return strings.TrimSpace(text)
}
