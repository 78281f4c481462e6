package ivr

import (
	"encoding/json"
	"regexp"
	"strings"
	"time"

	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

const (
	usualFetch = 3 * time.Second
	leastFetch = 100 * time.Millisecond
	mostFetch  = 10 * time.Second // nobody listens to music for longer
	fetchGuard = 2 * time.Second
)

// dip asks a server for data about the call (http). Its answer is vars.<as>; when
// there is none in time, the call goes on without.
type dip struct {
	method  string
	url     *value
	body    []named
	timeout time.Duration
	as      string
	then    *exit
	failed  *exit
}

func httpKind() kind {
	of := []schema.Field{
		needed("url", "The address, with values in {{ … }} after the host.", schema.Text()),
		field("method", "GET (usual) or POST.", schema.OneOf("GET", "POST")),
		field("body", "Names and values, sent as JSON; POST only.", schema.Map(schema.Text(), schema.Text())),
		field("timeout", "How long to wait. Usually 3s.", schema.Duration(leastFetch, mostFetch)),
		needed("as", "The name: person makes vars.person of the answer.", schema.Like(nameForm.String(), "small letters, digits and _")),
	}
	return newKind(func(l *loader, m yamlfile.Map) verb { return loadHTTP(l, m, of) },
		field("http", "Data from a server, in JSON.", schema.Form(of...)),
		needed("then", "The step when there is an answer.", stepRef()),
		needed("else", "The step when there is none in time.", stepRef()))
}

func loadHTTP(l *loader, m yamlfile.Map, fields []schema.Field) verb {
	v := &dip{method: "GET", timeout: usualFetch, then: unaskedExit(m, "then"), failed: unaskedExit(m, "else")}
	n, _ := m.Get("http")
	of, ok := n.Map()
	if !ok {
		return v
	}
	of.Fields(fields)
	if n, ok := of.Get("url"); ok {
		v.url = l.value(n)
		checkURL(n)
	}
	if n, ok := of.Get("method"); ok {
		v.method, _ = n.OneOf("GET", "POST")
	}
	if n, ok := of.Get("body"); ok {
		v.body = l.body(n)
		if v.method != "POST" {
			n.Error("add method: POST", "only POST has a body")
		}
	}
	if n, ok := of.Get("timeout"); ok {
		v.timeout, _ = n.Duration(leastFetch, mostFetch)
	}
	if n, ok := of.Get("as"); ok {
		v.as, _ = valueName(n)
	}
	return v
}

// body is names and values; the names are the server's, not ours to choose.
func (l *loader) body(n yamlfile.Node) []named {
	m, _ := n.Map()
	all := make([]named, 0, len(m.Pairs()))
	for _, p := range m.Pairs() {
		all = append(all, named{name: p.Name, value: l.value(p.Value).mayUseSecrets()})
	}
	return all
}

var (
	serverForm = regexp.MustCompile(`^https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(/|$)`)
	secretForm = regexp.MustCompile(`^https?://[^/]*@`)
	plainASCII = regexp.MustCompile(`^(?:[!-~]|\{\{.*?\}\})*$`)
)

// checkURL: which server is asked is for the author to say, not for a caller.
func checkURL(n yamlfile.Node) {
	text, _ := n.Text()
	fixed, _, _ := strings.Cut(text, "{{")
	form := serverForm.FindStringSubmatch(fixed)
	switch {
	case secretForm.MatchString(fixed):
		n.Error("give the secret to the server's proxy", "an address in a flow must not hold a password")
	case form == nil || !plainASCII.MatchString(text):
		n.Error("write it like https://example.org/case?number={{ digits.number }}", "this is not the address of a server")
	case fixed != text && form[1] == "":
		n.Error("put a / behind the host", "the host of an address cannot hold values")
	}
}

func (v *dip) declare(d *declared) {
	if v.as != "" {
		d.vars = append(d.vars, v.as)
	}
}

func (v *dip) exits() []*exit { return []*exit{v.then, v.failed} }

func (v *dip) show() []string {
	if v.url == nil {
		return nil
	}
	text, _ := v.url.at.Text()
	return []string{text, "→ vars." + v.as}
}

func (v *dip) enter(s *Session) {
	for _, nv := range v.body {
		if s.forgotten(nv.value) {
			return
		}
	}
	s.say()
	s.timer(v.timeout + fetchGuard)
	s.emit(Fetch{Method: v.method, URL: v.address(s), Body: v.content(s), Timeout: v.timeout})
}

// address escapes the values, so that what a caller typed stays a value.
func (v *dip) address(s *Session) string {
	if v.url.parts == nil {
		return v.url.text(s)
	}
	var b strings.Builder
	for _, p := range v.url.parts {
		if p.formula == nil {
			b.WriteString(p.text)
			continue
		}
		b.WriteString(escaped(show(p.formula.value(s))))
	}
	return b.String()
}

// escaped writes all but letters, digits and a few signs as %XX.
func escaped(text string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for _, c := range []byte(text) {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-_.~", c) >= 0 {
			b.WriteByte(c)
			continue
		}
		b.WriteString("%" + string(hex[c>>4]) + string(hex[c&15]))
	}
	return b.String()
}

func (v *dip) content(s *Session) string {
	if v.body == nil {
		return ""
	}
	body := map[string]any{}
	for _, nv := range v.body {
		body[nv.name] = plain(nv.value.now(s))
	}
	text, err := json.Marshal(body)
	if err != nil {
		s.emit(Warn{Text: "the body of a request cannot be written as JSON"})
		return "{}"
	}
	return string(text)
}

func (v *dip) input(s *Session, in Input) {
	switch in := in.(type) {
	case Fetched:
		s.timer(0)
		if !in.OK {
			s.follow(v.failed)
			return
		}
		s.scope.setVar(v.as, in.Data)
		s.follow(v.then)
	case Timeout:
		s.follow(v.failed)
	case Key:
		if in.Digit == '0' && s.hasPerson() {
			s.toPerson(wordToPerson, "person")
		}
	}
}
