package prompt

import (
	"maps"
	"strings"
)

// Mandarin is the language of texts that name none. "zh" means it as well.
const Mandarin = "cmn"

const cantonese = "yue"

// DefaultVoices are the voices of espeak-ng by language. Another language has the
// voice of its own name.
func DefaultVoices() map[string]string {
	return map[string]string{Mandarin: "cmn", cantonese: "yue", "en": "en"}
}

// voices says which voice speaks a language.
type voices map[string]string

func newVoices(chosen map[string]string) voices {
	v := voices(DefaultVoices())
	for lang, voice := range maps.All(chosen) {
		if voice != "" {
			v[language(lang)] = voice
		}
	}
	return v
}

func (v voices) of(lang string) string {
	if voice, ok := v[lang]; ok {
		return voice
	}
	return lang
}

// language is the one name of a language.
func language(lang string) string {
	if lang == "" || lang == "zh" {
		return Mandarin
	}
	return lang
}

// spoken is a text as it goes to the speaker. Numbers are spelled in the two
// languages that are written in Chinese characters; 幺 is a word of the one only.
func spoken(lang, text string) string {
	switch lang {
	case Mandarin:
		return Spell(text)
	case cantonese:
		return strings.ReplaceAll(Spell(text), "幺", "一")
	}
	return text
}
