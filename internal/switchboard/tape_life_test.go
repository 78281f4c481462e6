package switchboard

import (
	"testing"

	"hotline/internal/asterisk"
)

// codes lets seat 8001 press codes while it talks, one each second; "" is a pause.
func codes(list []string, then func(*life)) func(*life) {
	next, met := 0, map[string]bool{}
	return func(l *life) {
		then(l)
		l.do(func(p *phones) {
			for _, id := range sorted(p.channels) {
				met[id] = met[id] || l.bridged(p, id)
				if p.channels[id].number != "PJSIP/8001" || !met[id] || next == len(list) {
					continue
				}
				for _, key := range []byte(list[next]) {
					p.tell(id, asterisk.Digit{ID: id, Digit: key})
				}
				next++
			}
		})
	}
}

// Whatever goes wrong at any moment while a seat begins, mutes and deletes a recording,
// nothing is left over, and nobody is in silence.
func TestRecordingByCodesAtEveryMoment(t *testing.T) {
	for name, c := range map[string]struct {
		called string
		codes  []string
	}{
		"on demand":    {"12385", []string{"*9", "", "", "*8"}},
		"muted":        {"12372", []string{"*8", "*8", "*8"}},
		"confidential": {"12372", []string{"*8", "**"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := walk{name: name, called: c.called, tree: loadTree(t)}
			also := func(*life) {}
			run := func(t *testing.T, wrong func(*life)) { w.run(t, wrong, codes(c.codes, also)) }
			each(t, w.run(t, nil, codes(c.codes, also)), func(t *testing.T, moment int) {
				run(t, func(l *life) { l.trouble(trouble{op: "any", skip: moment, times: 1, then: l.gone("ann")}) })
				for _, kind := range []asterisk.Kind{asterisk.Conflict, asterisk.Server, asterisk.Unreachable} {
					run(t, func(l *life) { l.trouble(trouble{op: "any", skip: moment, times: 1, kind: kind}) })
				}
				run(t, func(l *life) {
					l.trouble(trouble{op: "any", skip: moment, times: 1, kind: asterisk.Timeout, done: true})
				})
				run(t, func(l *life) { l.breaks(moment) })
				w.run(t, func(l *life) { l.story.dieAfter(moment + 1) }, codes(c.codes, (*life).replace))
			})
		})
	}
}
