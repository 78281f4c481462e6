package form

import (
	"time"

	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

// Text is a text that is not empty.
func Text(name, doc string, into *string) Setting {
	return Of(name, doc, schema.Text(), func(n yamlfile.Node) { *into, _ = n.Text() })
}

// Span is a time, kept in ms.
func Span(name, doc string, least, most time.Duration, into *int64) Setting {
	return Of(name, doc, schema.Duration(least, most), func(n yamlfile.Node) { *into = millis(n, least, most) })
}

func millis(n yamlfile.Node, least, most time.Duration) int64 {
	d, _ := n.Duration(least, most)
	return d.Milliseconds()
}

// Count is a whole number.
func Count(name, doc string, least, most int, into *int) Setting {
	return Of(name, doc, schema.Int(least, most), func(n yamlfile.Node) { *into, _ = n.Int(least, most) })
}

// Flag is true or false.
func Flag(name, doc string, into *bool) Setting { return truth(name, doc, into, "true", "false") }

// Yes is yes or no; true and false will do.
func Yes(name, doc string, into *bool) Setting {
	return truth(name, doc, into, "yes", "no", "true", "false")
}

func truth(name, doc string, into *bool, words ...string) Setting {
	return Of(name, doc, schema.OneOf(words...), func(n yamlfile.Node) {
		word, _ := n.OneOf(words...)
		*into = word == "yes" || word == "true"
	})
}

// Choice is one of several words. Another one leaves into as it is.
func Choice[T ~string](name, doc string, into *T, words ...T) Setting {
	options := make([]string, len(words))
	for i, w := range words {
		options[i] = string(w)
	}
	return Of(name, doc, schema.OneOf(options...), func(n yamlfile.Node) {
		if word, ok := n.OneOf(options...); ok {
			*into = T(word)
		}
	})
}

// Few are the items of a list, and no more of them than most; that there are more is
// a problem.
func Few(n yamlfile.Node, items []yamlfile.Node, most int) []yamlfile.Node {
	if len(items) > most {
		n.Error("leave some of them out", "there are %d, and at most %d may be", len(items), most)
		return items[:most]
	}
	return items
}
