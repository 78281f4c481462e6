package ivr

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hotline/internal/yamlfile"
)

const (
	longestText = 300 // characters: a minute and more of speech
	mostSpoken  = 600 // with the values in it, which may come from anywhere
)

// phrase is something to say: one text, or one for each language, with values in
// it. A language without a text of its own hears the first one.
type phrase map[string][]part // by language

// phrase reads `say: 您好` or `say: {zh: 您好, en: Hello}`.
func (l *loader) phrase(n yamlfile.Node) phrase {
	if n.IsText() || n.IsList() {
		return phrase{Mandarin: l.words(n)}
	}
	m, ok := n.Map()
	if !ok {
		return nil
	}
	p := phrase{}
	known := languageIDs(l.languages)
	m.Only(known...)
	for _, pair := range m.Pairs() {
		if l.languages[pair.Name] != nil {
			p[pair.Name] = l.words(pair.Value)
		}
	}
	if p[Mandarin] == nil {
		n.Error("add "+Mandarin+": …", "the text in Mandarin is missing, which callers of any language hear if theirs is")
	}
	return p
}

func (l *loader) words(n yamlfile.Node) []part {
	text, ok := n.Text()
	if !ok {
		return nil
	}
	if utf8.RuneCountInString(text) > longestText {
		n.Error("no caller listens that long; split it into steps", "the text has more than %d characters", longestText)
	}
	if strings.IndexFunc(text, isSpoken) < 0 {
		n.Error("write what callers shall hear", "there is nothing to say in %q", text)
	}
	return l.parts(n, text)
}

// isSpoken: the character sounds.
func isSpoken(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// isFixed: there are no values in it, in any language.
func (p phrase) isFixed() bool {
	for _, parts := range p {
		if slices.ContainsFunc(parts, func(piece part) bool { return piece.formula != nil }) {
			return false
		}
	}
	return true
}

// trimmed takes closing points away: more words follow.
func (p phrase) trimmed() phrase {
	for _, parts := range p {
		if last := len(parts) - 1; last >= 0 && parts[last].formula == nil {
			parts[last].text = strings.TrimRight(parts[last].text, "，,。.；; ")
		}
	}
	return p
}

// speech puts phrases into a language, with the values of a session. Before a
// call there is a stand-in for it, which knows nothing but the centre.
type speech struct {
	lang    *Language
	session *Session
	before  bool // of a call: what is not known then cannot be said,
	guess   bool // or is taken to be of usual length
}

// unknownValue stands for a value that is not known: as long as most.
const unknownValue = "〇〇〇〇〇〇〇〇〇〇"

func (sp *speech) word(w word) string { return sp.lang.words[w] }

// say gives the phrase's text, and its language, which is Mandarin where there is
// no translation. It is empty when it cannot be said yet.
func (sp *speech) say(p phrase) Text {
	lang := sp.lang.tag()
	parts, ok := p[sp.lang.ID]
	if !ok {
		lang, parts = "", p[Mandarin]
	}
	return Text{Lang: lang, Text: sp.join(parts)}
}

func (sp *speech) join(parts []part) string {
	if len(parts) == 1 && parts[0].formula == nil {
		return parts[0].text
	}
	var b strings.Builder
	for _, p := range parts {
		switch {
		case p.formula == nil:
			b.WriteString(p.text)
		case !sp.before || p.formula.fixed:
			b.WriteString(show(p.formula.value(sp.session)))
		case sp.guess:
			b.WriteString(unknownValue)
		default:
			return ""
		}
	}
	return sp.bounded(b.String())
}

// bounded keeps a value that went astray from being read out for ever.
func (sp *speech) bounded(text string) string {
	if len(text) <= mostSpoken {
		return text
	}
	glyphs := []rune(text)
	if len(glyphs) <= mostSpoken {
		return text
	}
	if !sp.before {
		sp.session.emit(Warn{Text: fmt.Sprintf("a text of %d characters is cut to %d", len(glyphs), mostSpoken)})
	}
	return string(glyphs[:mostSpoken])
}

// own is a text made of the language's own words.
func (sp *speech) own(words ...string) Text {
	return Text{Lang: sp.lang.tag(), Text: joinWords(words...)}
}

// joinWords puts pieces together, with a space where two of them would become one
// word: Chinese has none.
func joinWords(words ...string) string {
	var b strings.Builder
	before := ' '
	for _, w := range words {
		first, _ := utf8.DecodeRuneInString(w)
		if isLatin(before) && isLatin(first) {
			b.WriteByte(' ')
		}
		b.WriteString(w)
		if w != "" {
			before, _ = utf8.DecodeLastRuneInString(w)
		}
	}
	return b.String()
}

// isLatin: words of such characters are set apart by spaces.
func isLatin(r rune) bool { return isSpoken(r) && !unicode.Is(unicode.Han, r) }

func (sp *speech) words(w word) Text { return sp.own(sp.word(w)) }

// show is the phrase for a picture: in Mandarin, with names in place of values.
func (p phrase) show() []string {
	if p == nil {
		return nil
	}
	var b strings.Builder
	for _, piece := range p[Mandarin] {
		if piece.formula != nil {
			b.WriteString("{{ " + piece.formula.text + " }}")
			continue
		}
		b.WriteString(piece.text)
	}
	return []string{b.String()}
}
