package calltest

import (
	"time"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/schema"
)

// Limits of what a test can ask for.
const (
	mostWait  = 14 * 24 * time.Hour // over the longest holiday
	mostTalk  = 10 * time.Minute
	mostDelay = 10 * time.Minute
	mostHops  = 99
	mostCrowd = 500
)

const (
	numberForm = `^[0-9*#+() -]{1,40}$`
	keysForm   = `^[0-9*#]{1,40}$`
	habitForm  = `^(answers|answers after [0-9a-z.]+|busy|no-answer|signed-out|paused)$`
	timeForm   = `^20[0-9]{2}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?([+-][0-9]{2}:[0-9]{2}|Z)?$`
	timeHint   = "write it like 2026-10-01 10:00"
	habitHint  = "write answers, answers after 5s, busy, no-answer, signed-out or paused"
)

// Form is the form of a file of call tests.
func Form() schema.File {
	return schema.File{
		Name: "tests", Key: "tests",
		Doc:  "Call tests: dialplans/tests/<name>.yaml. hotline test runs them in virtual time.",
		Type: schema.Form(fileFields()...),
	}
}

func field(name, doc string, t schema.Type) schema.Field {
	return schema.Field{Name: name, Doc: doc, Type: t}
}

func needed(name, doc string, t schema.Type) schema.Field {
	return schema.Field{Name: name, Doc: doc, Type: t, Need: true}
}

func fileFields() []schema.Field {
	return []schema.Field{needed("tests", "The tests; each is one call.", schema.List(schema.Form(testFields()...)))}
}

func testFields() []schema.Field {
	number := schema.Like(numberForm, "write it as a telephone number")
	habit := schema.Like(habitForm, habitHint)
	return []schema.Field{
		needed("name", "What the test shows.", schema.Text()),
		field("at", "When the call comes, in China. Usually Wednesday 2026-03-11 10:00.", schema.Like(timeForm, timeHint)),
		needed("call", "Who dials what.", schema.Form(callFields()...)),
		field("seats", "What happens at the seats: all are signed in and answer after 2s, but for those here. none: nobody is at work; paused: all are, and want no calls.",
			schema.Either(schema.OneOf("none", "paused"), schema.Map(schema.Text(), habit))),
		field("crowd", "Other callers, who dialled a minute before and still wait or talk.", schema.Form(crowdFields()...)),
		field("outside", "What happens at numbers outside: all answer after 3s, but for those here.", schema.Map(number, habit)),
		field("http", "What servers answer, by URL: others do not answer.", schema.Map(schema.Text(), schema.Form(replyFields()...))),
		needed("expect", "What happens, line by line.", schema.List(schema.Either(schema.OneOf(bareActs()...), schema.Kinds(acts()...)))),
	}
}

func callFields() []schema.Field {
	number := schema.Like(numberForm, "write it as a telephone number")
	return []schema.Field{
		field("from", "The caller's number, in any form that carriers use. Without it, it is withheld.", number),
		needed("to", "The number that was dialled, or a seat's feature code.", number),
		field("trunk", "The trunk on which the call comes. Usually the default one.", schema.Text()),
		field("seat", "The seat that dials, instead of a caller from outside.", schema.Text()),
		field("hops", "How often other platforms have forwarded the call.", schema.Int(0, mostHops)),
		field("age", "How long the caller has waited on other platforms.", schema.Duration(0, mostWait)),
	}
}

func crowdFields() []schema.Field {
	return []schema.Field{
		needed("calls", "How many they are.", schema.Int(1, mostCrowd)),
		needed("to", "The number that they dialled.", schema.Like(numberForm, "write it as a telephone number")),
		field("presses", "The keys that each of them pressed at once.", schema.Like(keysForm, `write keys in quotes: "0451#"`)),
	}
}

func replyFields() []schema.Field {
	return []schema.Field{
		field("status", "Of HTTP. Usually 200; 0: there is no answer.", schema.Int(0, 599)),
		field("json", "What the server says.", schema.Any()),
		field("after", "How long it takes.", schema.Duration(0, mostDelay)),
	}
}

// bareActs are those that say everything by their name.
func bareActs() []string { return []string{"hangs up", "other side hangs up"} }

func acts() []schema.Kind {
	within := field("within", "How long to wait for it. Usually 10m.", schema.Duration(0, mostWait))
	act := func(fields ...schema.Field) schema.Kind { return schema.Kind{Name: fields[0].Name, Fields: fields} }
	return []schema.Kind{
		act(field("hears", "These words are part of what is said from here on, and are said to the end.", schema.Text()), within),
		act(field("leaves queue", "The call leaves its queue without a person, for this reason.", schema.OneOf(queueReasons()...)), within),
		act(field("presses", "Keys, one after the other.", schema.Like(keysForm, `write keys in quotes: "0451#"`))),
		act(field("waits", "Time passes.", schema.Duration(0, mostWait))),
		act(field("reaches", "Where the call comes to, or is already.", schema.Form(goalFields()...))),
		act(field("says", "The caller speaks these words into the recording that runs, or comes.", schema.Text())),
		act(field("leaves message", "The caller speaks for so long into the recording that runs, or comes.", schema.Duration(0, mostTalk))),
		act(field("signs in", "This seat comes to work.", schema.Text())),
		act(field("signs out", "This seat leaves.", schema.Text())),
		act(field("ends", "The call ends with this outcome.", schema.OneOf(outcomes()...)), within),
	}
}

func goalFields() []schema.Field {
	return []schema.Field{
		field("centre", "The call belongs to this centre.", schema.Text()),
		field("queue", "It waits in this queue, <centre>/<queue>.", schema.Text()),
		field("step", "The caller is at this step, <flow>/<step>.", schema.Text()),
		field("seat", "The caller talks with this seat.", schema.Text()),
		field("outside", "The caller talks with this number outside.", schema.Text()),
		field("voicemail", "The caller may speak a message for this centre.", schema.Text()),
		field("callback", "A call back is noted for this queue, <centre>/<queue>.", schema.Text()),
		field("grade", "The talk is graded so: 5 is best.", schema.Int(1, 5)),
		field("within", "How long to wait for it. Usually 10m.", schema.Duration(0, mostWait)),
	}
}

// queueReasons are why a queue does not keep a call, or a caller the queue.
func queueReasons() []string {
	return []string{
		acd.OverflowNoSeat, acd.OverflowAllPaused, acd.OverflowAllBusy, acd.OverflowStaff,
		acd.OverflowSize, acd.OverflowExpected, acd.OverflowWait, leftByKey,
	}
}

const leftByKey = "key" // of the flow

func outcomes() []string {
	all := make([]string, 0, len(call.Outcomes()))
	for _, o := range call.Outcomes() {
		all = append(all, string(o))
	}
	return all
}
